import { nn, type Tensor } from "gradus";

/** The mean cross-entropy of scores [m, questions] over all places whose label is 0 or 1; −1 is not known. */
export function multiTaskCost(scores: Tensor, labels: Tensor): Tensor {
  //# 1. Mask: where an answer is known
  const known = labels.ge(0).float();
  //# 2. Cost: the loss of every place
  const losses = nn.functional.softplus(scores).sub(labels.mul(scores));
  //# 3. Mean: over the places that are known
  return losses.mul(known).sum().div(known.sum().clamp(1));
}
