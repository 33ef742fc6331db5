import { sub, type Tensor, where } from "gradus";

/** The mean cross-entropy of answers AL [m, 1] against Y [m, 1] of zeros and ones: shape []. */
export function deepCost(AL: Tensor, Y: Tensor): Tensor {
  // The probability that was given to what is true.
  const given = where(Y.eq(1), AL, sub(1, AL));
  return given.log().neg().mean();
}
