import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";

/** The L1 loss of the guesses yHat [m] against y [m]: shape []. */
export function l1Loss(yHat: Tensor, y: Tensor): Tensor {
  // 1. The errors: y.sub(yHat)
  // 2. Their sizes, without the sign: .abs()
  // 3. Added up: .sum()
  return notDone("l1Loss");
}
