import type { Tensor } from "gradus";

/** The L1 loss of the guesses yHat [m] against y [m]: shape []. */
export function l1Loss(yHat: Tensor, y: Tensor): Tensor {
  //# 1. Difference: the errors, y.sub(yHat)
  //# 2. Size: without the sign, .abs()
  //# 3. Sum: .sum()
  return y.sub(yHat).abs().sum();
}
