// caught by: starts with units that differ
import { randn, type Tensor, zeros } from "gradus";
import type { LayerSizes } from "../../01-layer-sizes/solution.ts";

export interface NetworkParameters {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** Small random weights W1 [hidden, inputs] and W2 [outputs, hidden], and biases of 0. */
export function initializeParameters({ inputs, hidden, outputs }: LayerSizes): NetworkParameters {
  return {
    W1: randn([hidden, 1]).mul(0.01).expand([hidden, inputs]),
    b1: zeros([hidden]),
    W2: randn([outputs, hidden]).mul(0.01),
    b2: zeros([outputs]),
  };
}
