// caught by: is right for the example in the task
// misconception: the sizes instead of the squares
import type { Tensor } from "gradus";

/** The L2 loss of the guesses yHat [m] against y [m]: shape []. */
export function l2Loss(yHat: Tensor, y: Tensor): Tensor {
  return y.sub(yHat).abs().sum();
}
