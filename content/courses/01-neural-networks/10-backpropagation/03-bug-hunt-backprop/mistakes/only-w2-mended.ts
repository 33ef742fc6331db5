// caught by: goes down the slope in small steps
// misconception: the slope is taken at Z1
import { sub, type Tensor } from "gradus";

export interface Weights {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** The cost of the network on X and Y, and its weights after one step of gradient descent. */
export function step(
  X: Tensor,
  Y: Tensor,
  { W1, b1, W2, b2 }: Weights,
  learningRate: number,
): { cost: Tensor; weights: Weights } {
  const rate = learningRate / X.size(0);

  // Forward.
  const Z1 = X.matmul(W1.t()).add(b1);
  const A1 = Z1.tanh();
  const A2 = A1.matmul(W2.t()).add(b2).sigmoid();
  const cost = Y.mul(A2.log())
    .add(sub(1, Y).mul(sub(1, A2).log()))
    .mean()
    .neg();

  // The output layer learns.
  const dZ2 = A2.sub(Y);
  const newW2 = W2.sub(dZ2.t().matmul(A1).mul(rate));
  const newb2 = b2.sub(dZ2.sum(0).mul(rate));

  // The hidden layer learns.
  const dZ1 = dZ2.matmul(W2).mul(sub(1, Z1.square()));
  const newW1 = W1.sub(dZ1.t().matmul(X).mul(rate));
  const newb1 = b1.sub(dZ1.sum(0).mul(rate));

  return { cost, weights: { W1: newW1, b1: newb1, W2: newW2, b2: newb2 } };
}
