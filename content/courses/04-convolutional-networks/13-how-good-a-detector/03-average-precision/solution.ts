import type { Judged } from "../01-match-found/solution.ts";

/** The area below the curve of the best precision at each recall. */
export function averagePrecision(judged: readonly Judged[], things: number): number {
  //# 1. Largest: the boxes by their scores, the largest first
  const ordered = judged.toSorted((a, b) => b.score - a.score);
  //# 2. Divide: the hits so far by the boxes so far
  let hits = 0;
  const precisions = ordered.map(({ hit }, i) => {
    if (hit) hits++;
    return hits / (i + 1);
  });
  //# 3. Largest: from the end on, the best precision at this recall or a larger one
  let [best, area] = [0, 0];
  for (let i = ordered.length - 1; i >= 0; i--) {
    best = Math.max(best, precisions[i] as number);
    //# 4. Sum: each hit is a step of the recall
    if (ordered[i]?.hit) area += best / things;
  }
  return area;
}

export interface Kind {
  readonly judged: readonly Judged[];
  readonly things: number;
}

/** The mean of the average precisions of all kinds of which there is a thing. */
export function meanAveragePrecision(kinds: readonly Kind[]): number {
  //# 1. Select: the kinds that occur
  const there = kinds.filter(({ things }) => things > 0);
  //# 2. Mean: of their average precisions
  const sum = there.reduce((s, { judged, things }) => s + averagePrecision(judged, things), 0);
  return sum / there.length;
}
