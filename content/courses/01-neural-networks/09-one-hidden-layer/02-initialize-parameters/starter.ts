import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";
import type { LayerSizes } from "../01-layer-sizes/solution.ts";

export interface NetworkParameters {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** Small random weights W1 [hidden, inputs] and W2 [outputs, hidden], and biases of 0. */
export function initializeParameters({ inputs, hidden, outputs }: LayerSizes): NetworkParameters {
  return notDone("initializeParameters");
}
