// caught by: holds for any number of examples
// misconception: always divided by 3
import { sub, type Tensor } from "gradus";

/** The mean cross-entropy of answers A2 [m, 1] where Y [m, 1] is true. */
export function computeCost(A2: Tensor, Y: Tensor): Tensor {
  return Y.mul(A2.log())
    .add(sub(1, Y).mul(sub(1, A2).log()))
    .sum()
    .div(-3);
}
