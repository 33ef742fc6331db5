import type { Tensor } from "gradus";
import { softmax } from "../../../01-neural-networks/04-shapes/03-softmax/solution.ts";
import type { ThreeLayers } from "../03-initialize-three-layers/solution.ts";
import type { LogitsCache } from "../04-forward-logits/solution.ts";

export interface ThreeLayersGrads {
  dW1: Tensor;
  db1: Tensor;
  dW2: Tensor;
  db2: Tensor;
  dW3: Tensor;
  db3: Tensor;
}

/** The gradients of the mean cross-entropy of softmax(Z3) against Y [m, classes]. */
export function backwardLogits(
  Z3: Tensor,
  Y: Tensor,
  parameters: ThreeLayers,
  cache: LogitsCache,
): ThreeLayersGrads {
  const { W2, W3 } = parameters;
  const { X, Z1, A1, Z2, A2 } = cache;
  const m = Y.size(0);
  const dZ3 = softmax(Z3).sub(Y).div(m);
  const dZ2 = dZ3.matmul(W3).mul(Z2.gt(0).float());
  const dZ1 = dZ2.matmul(W2).mul(Z1.gt(0).float());
  return {
    dW1: dZ1.t().matmul(X),
    db1: dZ1.sum(0),
    dW2: dZ2.t().matmul(A1),
    db2: dZ2.sum(0),
    dW3: dZ3.t().matmul(A2),
    db3: dZ3.sum(0),
  };
}
