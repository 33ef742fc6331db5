import type { Tensor } from "gradus";
import type { ThreeLayers } from "../03-initialize-three-layers/solution.ts";

/** What the way back needs of the way forward: the inputs, and sums and answers of the hidden layers. */
export interface LogitsCache {
  X: Tensor;
  Z1: Tensor;
  A1: Tensor;
  Z2: Tensor;
  A2: Tensor;
}

/** The scores Z3 [m, classes] of a network of three layers for X [m, inputs]. */
export function forwardLogits(
  X: Tensor,
  parameters: ThreeLayers,
): { Z3: Tensor; cache: LogitsCache } {
  const { W1, b1, W2, b2, W3, b3 } = parameters;
  const Z1 = X.matmul(W1.t()).add(b1);
  const A1 = Z1.relu();
  const Z2 = A1.matmul(W2.t()).add(b2);
  const A2 = Z2.relu();
  return { Z3: A2.matmul(W3.t()).add(b3), cache: { X, Z1, A1, Z2, A2 } };
}
