/** Non-maximum suppression: of boxes that lie on each other only the one with the best score stays. */
import { needTensor, readValues, type Tensor, tensor } from "@gradus/core";
import { asBoxes, needPerBox, needShare } from "./check.ts";

/** The places of boxes that stay, best first; boxes suppress each other only within their group. */
function kept(
  where: string,
  boxes: Tensor,
  scores: Tensor,
  groups: Tensor | null,
  iouThreshold: number,
): Tensor {
  const given = asBoxes(where, "boxes", boxes);
  const count = given.shape[0] as number;
  needPerBox(where, "scores", scores, count);
  if (groups) needPerBox(where, "idxs", groups, count);
  needShare(where, "iouThreshold", iouThreshold);
  const [at, score] = [readValues(given), readValues(scores)];
  const group = groups ? readValues(groups) : null;
  const edge = (box: number, i: number): number => at[4 * box + i] as number;
  const area = (box: number): number =>
    (edge(box, 2) - edge(box, 0)) * (edge(box, 3) - edge(box, 1));
  const iou = (a: number, b: number): number => {
    const width = Math.min(edge(a, 2), edge(b, 2)) - Math.max(edge(a, 0), edge(b, 0));
    const height = Math.min(edge(a, 3), edge(b, 3)) - Math.max(edge(a, 1), edge(b, 1));
    const both = Math.max(0, width) * Math.max(0, height);
    return both / (area(a) + area(b) - both);
  };
  // Of equal scores the first comes first.
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => Number(score[b]) - Number(score[a]) || a - b,
  );
  const stays: number[] = [];
  for (const box of order) {
    const lies = (better: number): boolean =>
      (!group || group[better] === group[box]) && iou(better, box) > iouThreshold;
    if (!stays.some(lies)) stays.push(box);
  }
  return tensor(Int32Array.from(stays));
}

/**
 * Non-maximum suppression: goes through the boxes from the best score down and drops each that has an IoU above the
 * threshold with one that stayed.
 *
 * @shape boxes: [N, 4], scores: [N] -> int32 [kept], places in `boxes`, best score first
 * @param iouThreshold from 0 to 1; equal to it stays
 * @throws UsageError `vision/option`; ShapeError `vision/argument-shape`
 * @remarks How many stay depends on values, so boxes and scores are computed at once.
 * @example nms(tensor([[0, 0, 4, 4], [0, 0, 4, 5], [6, 6, 8, 8]]), tensor([0.8, 0.9, 0.5]), 0.5) // [1, 2]
 */
export function nms(boxes: Tensor, scores: Tensor, iouThreshold: number): Tensor {
  return kept("nms", boxes, scores, null, iouThreshold);
}

/**
 * Non-maximum suppression within each class: boxes of two classes never drop one another.
 *
 * @shape boxes: [N, 4], scores: [N], idxs: [N] -> int32 [kept], places in `boxes`, best score first
 * @param idxs the class of each box
 * @throws UsageError `vision/option`; ShapeError `vision/argument-shape`
 * @example batchedNms(tensor([[0, 0, 4, 4], [0, 0, 4, 4]]), tensor([0.8, 0.9]), tensor([0, 1]), 0.5) // [1, 0]
 */
export function batchedNms(
  boxes: Tensor,
  scores: Tensor,
  idxs: Tensor,
  iouThreshold: number,
): Tensor {
  needTensor("batchedNms", "idxs", idxs);
  return kept("batchedNms", boxes, scores, idxs, iouThreshold);
}
