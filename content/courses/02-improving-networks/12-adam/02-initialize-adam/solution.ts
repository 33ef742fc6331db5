import type { Layer } from "../../../01-neural-networks/12-deep-networks/01-initialize-two-layer/solution.ts";
import type { LayerGrads } from "../../../01-neural-networks/14-deep-backward/03-model-backward/solution.ts";
import { initializeVelocity } from "../../11-momentum/01-initialize-velocity/solution.ts";

/** What Adam remembers: the averages of the gradients, and of their squares. */
export interface AdamState {
  v: LayerGrads[];
  s: LayerGrads[];
}

/** Averages of 0 for every weight and every bias. */
export function initializeAdam(layers: readonly Layer[]): AdamState {
  return { v: initializeVelocity(layers), s: initializeVelocity(layers) };
}
