// caught by: leaves its inputs alone
import { sub, type Tensor } from "gradus";

/** The mean cross-entropy of answers A2 [m, 1] where Y [m, 1] is true. */
export function computeCost(A2: Tensor, Y: Tensor): Tensor {
  return Y.mul(A2.log())
    .add(Y.mul_(-1).add_(1).mul(sub(1, A2).log()))
    .mean()
    .neg();
}
