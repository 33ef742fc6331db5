import { type Tensor, where } from "gradus";
import { sigmoid } from "../../../03-tensors-and-squashing/02-sigmoid/solution.ts";
import type { Neuron } from "../../../06-logistic-regression/03-initialize-zeros/solution.ts";

export function predict({ w, b }: Neuron, X: Tensor): Tensor {
  const A = sigmoid(X.mul(w).sum(1).add(b));
  return where(A.gt(0.5), 1, 0).float();
}
