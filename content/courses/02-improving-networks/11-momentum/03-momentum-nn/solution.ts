import { optim, type Tensor } from "gradus";

/** Gradient descent with averaged momentum, v ← βv + (1 − β)g, by the library's u ← βu + g. */
export function momentumOptimizer(
  parameters: readonly Tensor[],
  beta: number,
  learningRate: number,
): optim.SGD {
  return new optim.SGD(parameters, { lr: learningRate * (1 - beta), momentum: beta });
}
