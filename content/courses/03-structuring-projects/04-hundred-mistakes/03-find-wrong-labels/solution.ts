import type { Tensor } from "gradus";

/** The rows of scores [m, classes] whose labels [m] are the least probable, the least probable first: [count]. */
export function findWrongLabels(scores: Tensor, labels: Tensor, count: number): Tensor {
  //# 1. Activation: the logarithms of the probabilities
  const logs = scores.logSoftmax(1);
  //# 2. Select: in each row the place of its label
  const own = logs.gather(1, labels.unsqueeze(1)).squeeze(1);
  //# 3. Select: the rows with the smallest
  return own.topk(count, 0, { largest: false }).indices;
}
