import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";
import type { LayerCache } from "../../12-deep-networks/04-linear-activation-forward/solution.ts";
import { linearActivationBackward } from "../02-linear-activation-backward/solution.ts";

export interface LayerGrads {
  dW: Tensor;
  db: Tensor;
}

/** The gradients of the cost by every layer's W and b, in the order of the layers. */
export function modelBackward(AL: Tensor, Y: Tensor, caches: readonly LayerCache[]): LayerGrads[] {
  return notDone("modelBackward");
}
