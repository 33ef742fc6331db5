// caught by: is 0.367 for the example
import { sub, type Tensor } from "gradus";

/** The mean cross-entropy of answers AL [m, 1] against Y [m, 1] of zeros and ones: shape []. */
export function deepCost(AL: Tensor, Y: Tensor): Tensor {
  const ones = AL.mul(Y.clamp(1e-6, 1).log());
  const zeros = sub(1, AL).mul(sub(1, Y).clamp(1e-6, 1).log());
  return ones.add(zeros).mean().neg();
}
