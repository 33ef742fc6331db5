// caught by: is right for two examples and one unit
// misconception: examples as columns
import type { Tensor } from "gradus";

/** What a layer was given, for the way back. */
export interface LinearCache {
  A: Tensor;
  W: Tensor;
  b: Tensor;
}

/** Z = A·Wᵀ + b for A [m, inputs], W [units, inputs], b [units]; Z is [m, units]. */
export function linearForward(A: Tensor, W: Tensor, b: Tensor): { Z: Tensor; cache: LinearCache } {
  return { Z: W.matmul(A.t()).add(b.unsqueeze(1)), cache: { A, W, b } };
}
