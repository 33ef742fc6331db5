// caught by: leaves its inputs alone
import { sub, type Tensor } from "gradus";

/** The mean cross-entropy of answers AL [m, 1] against Y [m, 1] of zeros and ones: shape []. */
export function deepCost(AL: Tensor, Y: Tensor): Tensor {
  Y.add_(0);
  AL.copy_(AL.add(1e-7));
  const ones = Y.mul(AL.log());
  const zeros = sub(1, Y).mul(sub(1, AL).log());
  return ones.add(zeros).mean().neg();
}
