import { sub, type Tensor } from "gradus";
import type { LayerCache } from "../../12-deep-networks/04-linear-activation-forward/solution.ts";
import { linearActivationBackward } from "../02-linear-activation-backward/solution.ts";

export interface LayerGrads {
  dW: Tensor;
  db: Tensor;
}

/** The gradients of the cost by every layer's W and b, in the order of the layers. */
export function modelBackward(AL: Tensor, Y: Tensor, caches: readonly LayerCache[]): LayerGrads[] {
  let dA = Y.div(AL)
    .sub(sub(1, Y).div(sub(1, AL)))
    .neg();
  const grads: LayerGrads[] = [];
  for (const cache of [...caches].reverse()) {
    const last = grads.length === 0;
    const step = linearActivationBackward(dA, cache, last ? "sigmoid" : "relu");
    dA = step.dA;
    grads.unshift({ dW: step.dW, db: step.db });
  }
  return grads;
}
