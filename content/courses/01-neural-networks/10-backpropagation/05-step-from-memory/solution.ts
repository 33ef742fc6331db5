import { sub, type Tensor } from "gradus";

/** The weights and biases of a network with one hidden layer. */
export interface Weights {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** The weights after one step of gradient descent on the mean cross-entropy. */
export function step(
  X: Tensor,
  Y: Tensor,
  { W1, b1, W2, b2 }: Weights,
  learningRate: number,
): Weights {
  const A1 = X.matmul(W1.t()).add(b1).tanh();
  const A2 = A1.matmul(W2.t()).add(b2).sigmoid();
  const dZ2 = A2.sub(Y);
  const dZ1 = dZ2.matmul(W2).mul(sub(1, A1.square()));
  const rate = learningRate / X.size(0);
  return {
    W1: W1.sub(dZ1.t().matmul(X).mul(rate)),
    b1: b1.sub(dZ1.sum(0).mul(rate)),
    W2: W2.sub(dZ2.t().matmul(A1).mul(rate)),
    b2: b2.sub(dZ2.sum(0).mul(rate)),
  };
}
