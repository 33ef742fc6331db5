import type { Tensor } from "gradus";
import { gramMatrix } from "../02-gram-matrix/solution.ts";

/** How far the Gram matrices of S and G, [channels, height, width], are apart: shape []. */
export function layerStyleCost(S: Tensor, G: Tensor): Tensor {
  //# 1. Sizes: channels, and places in a map
  const [channels, places] = [S.size(0), S.size(1) * S.size(2)];
  //# 2. Difference: of both Gram matrices
  const difference = gramMatrix(S).sub(gramMatrix(G));
  //# 3. Cost: the sum of the squares, divided
  return difference
    .square()
    .sum()
    .div(4 * channels ** 2 * places ** 2);
}
