/** Lines on their way into an order: which are taken, and which are left. Pure, so that it can be tested. */

export interface Lines {
  /** The places of the taken lines, in the learner's order. */
  readonly taken: readonly number[];
  /** Those of the others, in the order they came in. */
  readonly left: readonly number[];
}

export const noneTaken = (count: number): Lines => ({
  taken: [],
  left: Array.from({ length: count }, (_, i) => i),
});

/** Puts a line at the end. */
export const take = ({ taken, left }: Lines, line: number): Lines =>
  left.includes(line)
    ? { taken: [...taken, line], left: left.filter((l) => l !== line) }
    : { taken, left };

/** Puts a line back to the others. */
export const giveBack = ({ taken, left }: Lines, line: number): Lines =>
  taken.includes(line)
    ? {
        taken: taken.filter((l) => l !== line),
        left: [...left, line].sort((a, b) => a - b),
      }
    : { taken, left };

/** Moves a taken line by so many places, as far as there are any. */
export function move({ taken, left }: Lines, line: number, by: number): Lines {
  const at = taken.indexOf(line);
  const to = Math.min(taken.length - 1, Math.max(0, at + by));
  if (at < 0 || at === to) return { taken, left };
  const others = taken.filter((l) => l !== line);
  return { taken: [...others.slice(0, to), line, ...others.slice(to)], left };
}
