import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";

/** A neuron's parameters: weights w of shape [features], bias b of shape []. */
export interface Neuron {
  readonly w: Tensor;
  readonly b: Tensor;
}

/** A neuron whose weights and bias are all 0. */
export function initializeZeros(features: number): Neuron {
  // 1. Import zeros from "gradus"; it takes a shape: zeros([2, 3])
  // 2. w has a single side. b has none: its shape is [].
  return notDone("initializeZeros");
}
