import type { Tensor } from "gradus";
import { sigmoid } from "../../03-tensors-and-squashing/02-sigmoid/solution.ts";
import type { Neuron } from "../../06-logistic-regression/03-initialize-zeros/solution.ts";

/** 1 where the neuron's answer is above one half, else 0: shape [m]. */
export function predict({ w, b }: Neuron, X: Tensor): Tensor {
  //# 1. Forward: the answers, sigmoid(X · w + b)
  //# 2. Compare: above one half? .gt(0.5)
  //# 3. Predict: true and false as 1 and 0, .float()
  return sigmoid(X.matmul(w).add(b)).gt(0.5).float();
}
