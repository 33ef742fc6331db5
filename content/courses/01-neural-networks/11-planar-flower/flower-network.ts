/** One hidden layer written by hand, for the figures that train on the flower. */
import { randn, sub, type Tensor, zeros } from "gradus";

export interface Weights {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** Small random weights for two inputs and one output. */
export const startingWeights = (hidden: number, scale = 0.01): Weights => ({
  W1: randn([hidden, 2]).mul(scale),
  b1: zeros([hidden]),
  W2: randn([1, hidden]).mul(scale),
  b2: zeros([1]),
});

export function answers(X: Tensor, { W1, b1, W2, b2 }: Weights): { A1: Tensor; A2: Tensor } {
  const A1 = X.matmul(W1.t()).add(b1).tanh();
  return { A1, A2: A1.matmul(W2.t()).add(b2).sigmoid() };
}

/** The cost before a step of gradient descent, and the weights after it. */
export function stepped(
  X: Tensor,
  Y: Tensor,
  weights: Weights,
  rate: number,
): { cost: Tensor; weights: Weights } {
  const { A1, A2 } = answers(X, weights);
  const { W1, b1, W2, b2 } = weights;
  const step = rate / X.size(0);
  const dZ2 = A2.sub(Y);
  const dZ1 = dZ2.matmul(W2).mul(sub(1, A1.square()));
  // A clone is computed with whatever is read next, so that no step drags the earlier ones behind it.
  return {
    cost: Y.mul(A2.log())
      .add(sub(1, Y).mul(sub(1, A2).log()))
      .mean()
      .neg(),
    weights: {
      W1: W1.sub(dZ1.t().matmul(X).mul(step)).clone(),
      b1: b1.sub(dZ1.sum(0).mul(step)).clone(),
      W2: W2.sub(dZ2.t().matmul(A1).mul(step)).clone(),
      b2: b2.sub(dZ2.sum(0).mul(step)).clone(),
    },
  };
}

/** The share of right answers. */
export const accuracy = (A2: Tensor, Y: Tensor): Promise<number> =>
  A2.gt(0.5).float().eq(Y).float().mean().item();
