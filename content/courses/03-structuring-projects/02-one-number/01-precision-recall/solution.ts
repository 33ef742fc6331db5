import type { Tensor } from "gradus";

/** Precision and recall of predictions [m, 1] against the truth [m, 1], both 0 or 1; a share of nothing is 0. */
export function precisionRecall(
  predictions: Tensor,
  truth: Tensor,
): { precision: Tensor; recall: Tensor } {
  //# 1. Sum: the rows that are 1 in both
  const hits = predictions.mul(truth).sum();
  //# 2. Divide: by how often 1 was said, and by how often it is 1
  const precision = hits.div(predictions.sum().clamp(1));
  const recall = hits.div(truth.sum().clamp(1));
  return { precision, recall }; //# given
}
