import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";
import type { NetworkParameters } from "../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import type { Cache } from "../../09-one-hidden-layer/03-forward-propagation/solution.ts";

export interface NetworkGrads {
  dW1: Tensor;
  db1: Tensor;
  dW2: Tensor;
  db2: Tensor;
}

/** The gradients of the mean cross-entropy by every parameter, from the cache of the way forward. */
export function backwardPropagation(
  parameters: NetworkParameters,
  cache: Cache,
  X: Tensor,
  Y: Tensor,
): NetworkGrads {
  return notDone("backwardPropagation");
}
