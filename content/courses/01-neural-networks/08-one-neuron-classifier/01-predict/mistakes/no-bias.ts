import type { Tensor } from "gradus";
import { sigmoid } from "../../../03-tensors-and-squashing/02-sigmoid/solution.ts";
import type { Neuron } from "../../../06-logistic-regression/03-initialize-zeros/solution.ts";

/** 1 where the neuron's answer is above one half, else 0: shape [m]. */
export function predict({ w }: Neuron, X: Tensor): Tensor {
  return sigmoid(X.matmul(w)).gt(0.5).float();
}
