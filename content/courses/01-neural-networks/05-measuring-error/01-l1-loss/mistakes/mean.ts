// caught by: is right for the example in the task
// misconception: the mean instead of the sum
import type { Tensor } from "gradus";

/** The L1 loss of the guesses yHat [m] against y [m]: shape []. */
export function l1Loss(yHat: Tensor, y: Tensor): Tensor {
  return y.sub(yHat).abs().mean();
}
