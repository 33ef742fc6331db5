import { randn, sub, type Tensor, zeros } from "gradus";

/** The weights and biases of a network with one hidden layer. */
export interface Weights {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** Small random weights, and biases of 0. */
export function initialize(inputs: number, hidden: number, outputs: number): Weights {
  return {
    W1: randn([hidden, inputs]).mul(0.01),
    b1: zeros([hidden]),
    W2: randn([outputs, hidden]).mul(0.01),
    b2: zeros([outputs]),
  };
}

/** The answers [m, outputs] for X [m, inputs]. */
export function answers(X: Tensor, { W1, b1, W2, b2 }: Weights): Tensor {
  const A1 = X.matmul(W1.t()).add(b1).tanh();
  return A1.matmul(W2.t()).add(b2).sigmoid();
}

/** The mean cross-entropy of answers A [m, 1] where Y [m, 1] is true. */
export function cost(A: Tensor, Y: Tensor): Tensor {
  return Y.mul(A.log())
    .add(sub(1, Y).mul(sub(1, A).log()))
    .mean()
    .neg();
}
