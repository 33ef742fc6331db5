// caught by: is 0.367 for the example
// misconception: only half of the formula
import { sub, type Tensor } from "gradus";

/** The mean cross-entropy of answers AL [m, 1] against Y [m, 1] of zeros and ones: shape []. */
export function deepCost(AL: Tensor, Y: Tensor): Tensor {
  const ones = Y.mul(AL.log());
  const zeros = sub(1, Y).mul(sub(1, AL).log());
  return ones.add(zeros.mul(0)).mean().neg();
}
