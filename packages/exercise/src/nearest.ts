/** The name that somebody may have meant who wrote another. */

/** How many letters have to be changed, added, left out or exchanged with their neighbour. */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(
        (row[j] as number) + 1,
        (next[j - 1] as number) + 1,
        (row[j - 1] as number) + same,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}

/**
 * The name closest to another, where it is close enough: a third of the letters at most.
 *
 * @example nearest("mull", ["add", "mul"]) // "mul"
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const small = name.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const one of names) {
    const count = edits(small, one.toLowerCase());
    if (count < least) [best, least] = [one, count];
  }
  return best;
}
