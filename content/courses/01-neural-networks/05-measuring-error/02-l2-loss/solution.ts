import type { Tensor } from "gradus";

/** The L2 loss of the guesses yHat [m] against y [m]: shape []. */
export function l2Loss(yHat: Tensor, y: Tensor): Tensor {
  //# 1. Difference: the errors, y.sub(yHat)
  //# 2. Square: .square()
  //# 3. Sum: .sum()
  return y.sub(yHat).square().sum();
}
