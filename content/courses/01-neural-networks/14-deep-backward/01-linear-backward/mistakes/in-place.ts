// caught by: leaves dZ and the cache alone
import type { Tensor } from "gradus";
import type { LinearCache } from "../../../12-deep-networks/03-linear-forward/solution.ts";

export interface LinearGrads {
  dA: Tensor;
  dW: Tensor;
  db: Tensor;
}

/** The gradients of Z = A·Wᵀ + b from dZ [m, units]; dW and db are means over the m examples. */
export function linearBackward(dZ: Tensor, cache: LinearCache): LinearGrads {
  const { A, W } = cache;
  const m = A.size(0);
  const before = dZ.clone();
  dZ.mul_(0.5);
  return { dA: before.matmul(W), dW: before.t().matmul(A).div(m), db: before.sum(0).div(m) };
}
