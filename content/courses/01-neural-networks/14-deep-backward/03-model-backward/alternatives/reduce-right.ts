import type { Tensor } from "gradus";
import type { LayerCache } from "../../../12-deep-networks/04-linear-activation-forward/solution.ts";
import { linearBackward } from "../../01-linear-backward/solution.ts";
import { linearActivationBackward } from "../../02-linear-activation-backward/solution.ts";

export function modelBackward(AL: Tensor, Y: Tensor, caches: readonly LayerCache[]) {
  // The sigmoid's slope and the cost's cancel to AL − Y, which never divides by 0.
  const grads: { dW: Tensor; db: Tensor }[] = [];
  let dA: Tensor | null = null;
  for (let l = caches.length - 1; l >= 0; l--) {
    const cache = caches[l] as LayerCache;
    const step: ReturnType<typeof linearBackward> = dA
      ? linearActivationBackward(dA, cache, "relu")
      : linearBackward(AL.sub(Y), cache.linear);
    dA = step.dA;
    grads[l] = { dW: step.dW, db: step.db };
  }
  return grads;
}
