import type { Tensor } from "gradus";

export interface ResidualGradients {
  dX: Tensor;
  dW1: Tensor;
  dW2: Tensor;
}

/** Back through relu(X + relu(X W1ᵀ) W2ᵀ): X [m, n], W1 [h, n], W2 [n, h], dOut [m, n]. */
export function residualBackward(
  X: Tensor,
  W1: Tensor,
  W2: Tensor,
  dOut: Tensor,
): ResidualGradients {
  //# 1. Forward: the branch, and its sum with X
  const Z1 = X.matmul(W1.t());
  const H = Z1.relu();
  const S = X.add(H.matmul(W2.t()));
  //# 2. Backward: through the last ReLU, to the addition
  const dS = dOut.mul(S.gt(0).float());
  //# 3. Gradient: back through the branch's two layers
  const dZ1 = dS.matmul(W2).mul(Z1.gt(0).float());
  //# 4. Combine: X has been used twice
  return { dX: dS.add(dZ1.matmul(W1)), dW1: dZ1.t().matmul(X), dW2: dS.t().matmul(H) };
}
