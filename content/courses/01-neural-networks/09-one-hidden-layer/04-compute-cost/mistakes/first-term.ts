// caught by: is 0.7419 for the example
// misconception: only the first term
import type { Tensor } from "gradus";

/** The mean cross-entropy of answers A2 [m, 1] where Y [m, 1] is true. */
export function computeCost(A2: Tensor, Y: Tensor): Tensor {
  return Y.mul(A2.log()).mean().neg();
}
