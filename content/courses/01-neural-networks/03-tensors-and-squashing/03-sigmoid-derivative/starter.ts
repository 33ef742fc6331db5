import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";
import { sigmoid } from "../02-sigmoid/solution.ts";

/** The slope of the sigmoid at every number of z: s · (1 − s) with s = sigmoid(z). */
export function sigmoidDerivative(z: Tensor): Tensor {
  // 1. Squash z: const s = sigmoid(z)
  // 2. The other factor, 1 − s: s.neg().add(1)
  // 3. Multiply the two, place by place.
  return notDone("sigmoidDerivative");
}
