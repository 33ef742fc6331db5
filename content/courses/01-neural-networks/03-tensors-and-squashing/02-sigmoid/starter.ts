import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";

/** The sigmoid of every number: 1 / (1 + e^-z), for a tensor z of any shape. */
export function sigmoid(z: Tensor): Tensor {
  // 1. Change every sign: z.neg()
  // 2. e to that power: .exp()
  // 3. Add 1: .add(1)
  // 4. 1 divided by all of that: .reciprocal()
  return notDone("sigmoid");
}
