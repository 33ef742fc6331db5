// caught by: holds for any number of examples
import type { Tensor } from "gradus";

/** The L2 loss of the guesses yHat [m] against y [m]: shape []. */
export function l2Loss(yHat: Tensor, y: Tensor): Tensor {
  return y
    .sub(yHat)
    .narrow(0, 0, Math.min(3, y.shape[0] ?? 0))
    .square()
    .sum();
}
