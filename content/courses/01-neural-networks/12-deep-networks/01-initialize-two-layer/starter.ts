import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";

/** A layer: its weights W [units, inputs] and its biases b [units]. */
export interface Layer {
  W: Tensor;
  b: Tensor;
}

/** The layers of a network with one hidden layer: small random weights, biases of 0. */
export function initializeTwoLayer(inputs: number, hidden: number, outputs: number): Layer[] {
  return notDone("initializeTwoLayer");
}
