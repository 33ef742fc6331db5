import { sub, type Tensor } from "gradus";
import type { NetworkParameters } from "../../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import type { Cache } from "../../../09-one-hidden-layer/03-forward-propagation/solution.ts";

export interface NetworkGrads {
  dW1: Tensor;
  db1: Tensor;
  dW2: Tensor;
  db2: Tensor;
}

/** The gradients of the mean cross-entropy by every parameter, from the cache of the way forward. */
export function backwardPropagation(
  _parameters: NetworkParameters,
  cache: Cache,
  X: Tensor,
  Y: Tensor,
): NetworkGrads {
  const { A1, A2 } = cache;
  const m = X.size(0);
  const dZ2 = A2.sub(Y);
  const dZ1 = dZ2.mul(sub(1, A1.square()));
  return {
    dW1: dZ1.t().matmul(X).div(m),
    db1: dZ1.sum(0).div(m),
    dW2: dZ2.t().matmul(A1).div(m),
    db2: dZ2.sum(0).div(m),
  };
}
