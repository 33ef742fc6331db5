import type { Tensor } from "gradus";
import type { LayerCache } from "../../../01-neural-networks/12-deep-networks/04-linear-activation-forward/solution.ts";
import {
  type LayerGrads,
  modelBackward,
} from "../../../01-neural-networks/14-deep-backward/03-model-backward/solution.ts";

/** The gradients of the cost with a price of λ/(2m) on all squared weights. */
export function backwardWithL2(
  AL: Tensor,
  Y: Tensor,
  caches: readonly LayerCache[],
  lambda: number,
): LayerGrads[] {
  const m = Y.size(0);
  return modelBackward(AL, Y, caches).map(({ dW, db }, l) => {
    const { W } = (caches[l] as LayerCache).linear;
    return { dW: dW.add(W.mul(lambda / m)), db };
  });
}
