import type { Tensor } from "gradus";
import type { Neuron } from "../../../06-logistic-regression/03-initialize-zeros/solution.ts";

/** 1 where the neuron's answer is above one half, else 0: shape [m]. */
export function predict({ w, b }: Neuron, X: Tensor): Tensor {
  return X.matmul(w).add(b).gt(0).float();
}
