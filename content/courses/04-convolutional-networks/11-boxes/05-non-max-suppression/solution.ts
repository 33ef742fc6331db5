import { type Box, iou } from "../02-iou/solution.ts";

/** What a detector says: there is a thing of this kind, in this box, and how sure it is. */
export interface Found {
  kind: number;
  score: number;
  box: Box;
}

/** Of boxes of one kind that overlap by more than the threshold the one with the largest score, the largest first. */
export function nonMaxSuppression(found: readonly Found[], threshold: number): Found[] {
  //# 1. Largest: the boxes by their scores, the largest first
  const ordered = found.toSorted((a, b) => b.score - a.score);
  const kept: Found[] = []; //# given
  //# 2. Loop: over all of them
  for (const one of ordered) {
    //# 3. Overlap: with one of its kind that was kept already
    const covered = kept.some((k) => k.kind === one.kind && iou(k.box, one.box) > threshold);
    //# 4. Select: keep it where none does
    if (!covered) kept.push(one);
  }
  return kept;
}
