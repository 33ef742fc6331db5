// caught by: is 0.7419 for the example
// misconception: a column met a row
import { sub, type Tensor } from "gradus";

/** The mean cross-entropy of answers A2 [m, 1] where Y [m, 1] is true. */
export function computeCost(A2: Tensor, Y: Tensor): Tensor {
  const y = Y.squeeze(1);
  return y
    .mul(A2.log())
    .add(sub(1, y).mul(sub(1, A2).log()))
    .mean()
    .neg();
}
