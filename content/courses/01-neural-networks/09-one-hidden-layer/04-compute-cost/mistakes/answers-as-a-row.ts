// caught by: is 0.7419 for the example
// misconception: a column met a row
import { sub, type Tensor } from "gradus";

/** The mean cross-entropy of answers A2 [m, 1] where Y [m, 1] is true. */
export function computeCost(A2: Tensor, Y: Tensor): Tensor {
  const a = A2.squeeze(1);
  return Y.mul(a.log())
    .add(sub(1, Y).mul(sub(1, a).log()))
    .mean()
    .neg();
}
