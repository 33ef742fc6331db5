import { type nn, optim } from "gradus";

/** Gradient descent with a price of λ/(2m) on a model's squared weights, and none on its biases. */
export function decayingOptimizer(
  model: nn.Module,
  lr: number,
  lambda: number,
  m: number,
): optim.SGD {
  const parameters = model.parameters();
  const weights = parameters.filter((p) => p.ndim > 1);
  const biases = parameters.filter((p) => p.ndim <= 1);
  return new optim.SGD(
    [
      { params: weights, weightDecay: lambda / m },
      { params: biases, weightDecay: 0 },
    ],
    { lr },
  );
}
