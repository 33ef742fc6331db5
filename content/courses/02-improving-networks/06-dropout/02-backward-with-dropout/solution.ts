import { sub, type Tensor } from "gradus";
import type { LayerCache } from "../../../01-neural-networks/12-deep-networks/04-linear-activation-forward/solution.ts";
import { linearActivationBackward } from "../../../01-neural-networks/14-deep-backward/02-linear-activation-backward/solution.ts";

export interface LayerGrads {
  dW: Tensor;
  db: Tensor;
}

/** The gradients by every layer's W and b, where the hidden answers were multiplied by mask / (1 − p). */
export function backwardWithDropout(
  AL: Tensor,
  Y: Tensor,
  caches: readonly LayerCache[],
  masks: readonly Tensor[],
  p: number,
): LayerGrads[] {
  const grads: LayerGrads[] = [];
  let dA = Y.div(AL)
    .sub(sub(1, Y).div(sub(1, AL)))
    .neg();
  for (let l = caches.length - 1; l >= 0; l--) {
    const last = l === caches.length - 1;
    if (!last) dA = dA.mul(masks[l] as Tensor).div(1 - p);
    const step = linearActivationBackward(dA, caches[l] as LayerCache, last ? "sigmoid" : "relu");
    grads.unshift({ dW: step.dW, db: step.db });
    dA = step.dA;
  }
  return grads;
}
