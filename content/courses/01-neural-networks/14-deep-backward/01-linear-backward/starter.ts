import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";
import type { LinearCache } from "../../12-deep-networks/03-linear-forward/solution.ts";

export interface LinearGrads {
  dA: Tensor;
  dW: Tensor;
  db: Tensor;
}

/** The gradients of Z = A·Wᵀ + b from dZ [m, units]; dW and db are means over the m examples. */
export function linearBackward(dZ: Tensor, cache: LinearCache): LinearGrads {
  return notDone("linearBackward");
}
