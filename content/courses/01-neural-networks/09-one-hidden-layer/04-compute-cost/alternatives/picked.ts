import { sub, type Tensor, where } from "gradus";

/** The mean cross-entropy of answers A2 [m, 1] where Y [m, 1] is true. */
export function computeCost(A2: Tensor, Y: Tensor): Tensor {
  // The probability given to what was true.
  const right = where(Y.eq(1), A2, sub(1, A2));
  return right.log().mean().neg();
}
