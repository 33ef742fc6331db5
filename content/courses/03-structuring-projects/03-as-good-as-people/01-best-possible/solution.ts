import type { Tensor } from "gradus";

/** The error of the best rule there can be, where the classes of the examples have probabilities P [m, classes]. */
export function bestPossible(P: Tensor): Tensor {
  //# 1. Largest: how often the best answer to a row is right
  const right = P.amax(1);
  //# 2. Mean: how often it is right over all rows
  const share = right.mean();
  //# 3. Difference: and how often not
  return share.neg().add(1);
}
