import type { Tensor } from "gradus";

/** What a layer was given, for the way back. */
export interface LinearCache {
  A: Tensor;
  W: Tensor;
  b: Tensor;
}

/** Z = A·Wᵀ + b for A [m, inputs], W [units, inputs], b [units]; Z is [m, units]. */
export function linearForward(A: Tensor, W: Tensor, b: Tensor): { Z: Tensor; cache: LinearCache } {
  return { Z: A.matmul(W.t()).add(b), cache: { A, W, b } };
}
