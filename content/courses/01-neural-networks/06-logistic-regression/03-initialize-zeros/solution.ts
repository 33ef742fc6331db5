import { type Tensor, zeros } from "gradus";

/** A neuron's parameters: weights w of shape [features], bias b of shape []. */
export interface Neuron {
  readonly w: Tensor;
  readonly b: Tensor;
}

/** A neuron whose weights and bias are all 0. */
export function initializeZeros(features: number): Neuron {
  //# 1. Parameters: w has a single side, b has none, its shape is []. zeros of "gradus" takes a shape: zeros([2, 3])
  return { w: zeros([features]), b: zeros([]) };
}
