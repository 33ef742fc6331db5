/** Places in a text and what stands there instead: how an edit travels to where nothing is parsed. */

/** From, to, and what stands there instead. */
export type Span = readonly [from: number, to: number, by: string];

/** Whether two spans touch the same text. */
export const overlap = (a: Span, b: Span): boolean => a[0] === b[0] || (a[0] < b[1] && b[0] < a[1]);

/** A text with its spans put in. */
export function applySpans(text: string, spans: readonly Span[]): string {
  let made = text;
  for (const [from, to, by] of [...spans].sort((a, b) => b[0] - a[0]))
    made = made.slice(0, from) + by + made.slice(to);
  return made;
}
