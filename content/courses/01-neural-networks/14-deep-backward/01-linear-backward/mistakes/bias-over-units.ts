// caught by: is right for three examples and one unit
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
  return { dA: dZ.matmul(W), dW: dZ.t().matmul(A).div(m), db: dZ.sum(1).div(m) };
}
