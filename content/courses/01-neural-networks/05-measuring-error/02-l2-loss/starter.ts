import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";

/** The L2 loss of the guesses yHat [m] against y [m]: shape []. */
export function l2Loss(yHat: Tensor, y: Tensor): Tensor {
  // 1. The errors: y.sub(yHat)
  // 2. Their squares: .square()
  // 3. Added up: .sum()
  return notDone("l2Loss");
}
