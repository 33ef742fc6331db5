/** The order in which a question's options are shown. */

/** 32-bit FNV-1a of a text (Fowler, Noll and Vo, 1991). */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * The options' indices, mixed: authors put the right one first. The same question always gives the same order.
 *
 * @example optionOrder("2 + 2?", ["4", "5", "22"]).length // 3
 */
export function optionOrder(question: string, options: readonly string[]): number[] {
  const keys = options.map((text) => fingerprint(`${question}\n${text}`));
  return options.map((_, i) => i).sort((a, b) => (keys[a] as number) - (keys[b] as number));
}
