// caught by: is right for three features
// misconception: the bias as a list
import { type Tensor, zeros } from "gradus";

/** A neuron's parameters: weights w of shape [features], bias b of shape []. */
export interface Neuron {
  readonly w: Tensor;
  readonly b: Tensor;
}

/** A neuron whose weights and bias are all 0. */
export function initializeZeros(features: number): Neuron {
  return { w: zeros([features]), b: zeros([1]) };
}
