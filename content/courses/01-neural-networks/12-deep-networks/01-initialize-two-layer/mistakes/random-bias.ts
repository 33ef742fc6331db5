// caught by: starts every bias at 0
import { randn, type Tensor, zeros } from "gradus";

/** A layer: its weights W [units, inputs] and its biases b [units]. */
export interface Layer {
  W: Tensor;
  b: Tensor;
}

/** The layers of a network with one hidden layer: small random weights, biases of 0. */
export function initializeTwoLayer(inputs: number, hidden: number, outputs: number): Layer[] {
  return [
    { W: randn([hidden, inputs]).mul(0.01), b: randn([hidden]).mul(0.01) },
    { W: randn([outputs, hidden]).mul(0.01), b: zeros([outputs]) },
  ];
}
