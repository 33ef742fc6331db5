import type { Judged } from "../01-match-found/solution.ts";

/** Precision and recall of the boxes whose score reaches the threshold. */
export function precisionAt(
  judged: readonly Judged[],
  things: number,
  threshold: number,
): { precision: number; recall: number } {
  //# 1. Select: the boxes that count, and the hits among them
  const kept = judged.filter(({ score }) => score >= threshold);
  const hits = kept.filter(({ hit }) => hit).length;
  //# 2. Divide: by what was said, and by what there is; 0 where there is nothing
  const precision = kept.length === 0 ? 0 : hits / kept.length;
  const recall = things === 0 ? 0 : hits / things;
  return { precision, recall };
}
