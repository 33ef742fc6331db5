// caught by: is right for the flower
// misconception: inputs and outputs swapped
import type { Tensor } from "gradus";

export interface LayerSizes {
  inputs: number;
  hidden: number;
  outputs: number;
}

/** The sizes of the layers of a network for X [m, inputs] and Y [m, outputs]. */
export function layerSizes(X: Tensor, Y: Tensor, hidden: number): LayerSizes {
  return { inputs: Y.size(1), hidden, outputs: X.size(1) };
}
