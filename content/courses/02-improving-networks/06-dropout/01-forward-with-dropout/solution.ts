import type { Tensor } from "gradus";
import {
  type LayerCache,
  linearActivationForward,
} from "../../../01-neural-networks/12-deep-networks/04-linear-activation-forward/solution.ts";

/** A layer's weights [units, inputs] and biases [units]. */
export interface Layer {
  W: Tensor;
  b: Tensor;
}

/** The answers AL [m, outputs] for X [m, inputs], with hidden answers dropped where the noise is below p. */
export function forwardWithDropout(
  X: Tensor,
  layers: readonly Layer[],
  noise: readonly Tensor[],
  p: number,
): { AL: Tensor; caches: LayerCache[]; masks: Tensor[] } {
  let A = X; //# given
  const caches: LayerCache[] = []; //# given
  const masks: Tensor[] = []; //# given
  //# 1. Forward: layer for layer, ReLU in the hidden ones and a sigmoid in the last.
  //# 2. Drop: in a hidden layer, 1 where the noise is at least p, else 0; multiply by it.
  //# 3. Divide: what stays, by the share that stays.
  layers.forEach(({ W, b }, l) => {
    const last = l === layers.length - 1;
    const step = linearActivationForward(A, W, b, last ? "sigmoid" : "relu");
    A = step.A;
    caches.push(step.cache);
    if (!last) {
      const mask = (noise[l] as Tensor).ge(p).float();
      A = A.mul(mask).div(1 - p);
      masks.push(mask);
    }
  });
  return { AL: A, caches, masks };
}
