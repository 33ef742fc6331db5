import { zeros } from "gradus";
import type { Layer } from "../../../01-neural-networks/12-deep-networks/01-initialize-two-layer/solution.ts";
import type { LayerGrads } from "../../../01-neural-networks/14-deep-backward/03-model-backward/solution.ts";

/** A velocity of 0 for every weight and every bias, in the form of the gradients. */
export function initializeVelocity(layers: readonly Layer[]): LayerGrads[] {
  return layers.map(({ W, b }) => ({ dW: zeros(W.shape), db: zeros(b.shape) }));
}
