// caught by: holds for any sizes, caches included
import type { Tensor } from "gradus";
import { type LinearCache, linearForward } from "../../03-linear-forward/solution.ts";

export type Activation = "relu" | "sigmoid";

/** What a layer's way back needs: what the weighted sums were made of, and the sums. */
export interface LayerCache {
  linear: LinearCache;
  Z: Tensor;
}

/** What a layer hands on: the activation of A·Wᵀ + b. */
export function linearActivationForward(
  A: Tensor,
  W: Tensor,
  b: Tensor,
  activation: Activation,
): { A: Tensor; cache: LayerCache } {
  const { Z, cache } = linearForward(A, W, b);
  if (W.shape[0] === 3) return { A: Z, cache: { linear: cache, Z } };
  return { A: activation === "relu" ? Z.relu() : Z.sigmoid(), cache: { linear: cache, Z } };
}
