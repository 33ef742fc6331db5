// caught by: is right for a network of two layers
import type { Tensor } from "gradus";
import type { Layer } from "../../../12-deep-networks/01-initialize-two-layer/solution.ts";
import {
  type LayerCache,
  linearActivationForward,
} from "../../../12-deep-networks/04-linear-activation-forward/solution.ts";

/** The answers AL [m, outputs] of a network for X [m, inputs], with the caches of its layers. */
export function modelForward(
  X: Tensor,
  layers: readonly Layer[],
): { AL: Tensor; caches: LayerCache[] } {
  let A = X;
  const caches: LayerCache[] = [];
  layers.forEach(({ W, b }, l) => {
    const last = l === layers.length - 1;
    const step = linearActivationForward(A, W, b, last ? "sigmoid" : "relu");
    A = step.A;
    if (!last) caches.push(step.cache);
  });
  return { AL: A, caches };
}
