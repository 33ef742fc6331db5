import type { Tensor } from "gradus";
import type { NetworkParameters } from "../../02-initialize-parameters/solution.ts";

export interface Cache {
  Z1: Tensor;
  A1: Tensor;
  Z2: Tensor;
  A2: Tensor;
}

/** The answers A2 [m, 1] for X [m, inputs], and what the way back will need. */
export function forwardPropagation(
  X: Tensor,
  parameters: NetworkParameters,
): { A2: Tensor; cache: Cache } {
  const { W1, b1, W2, b2 } = parameters;
  const Z1 = X.matmul(W1.t()).add(b1);
  const A1 = Z1.tanh();
  const Z2 = A1.matmul(W2.t()).add(b2);
  const A2 = Z2.div(2).tanh().add(1).div(2);
  return { A2, cache: { Z1, A1, Z2, A2 } };
}
