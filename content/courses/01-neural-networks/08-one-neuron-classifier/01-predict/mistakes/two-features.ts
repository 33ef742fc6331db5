// caught by: holds for any neuron
import type { Tensor } from "gradus";
import { sigmoid } from "../../../03-tensors-and-squashing/02-sigmoid/solution.ts";
import type { Neuron } from "../../../06-logistic-regression/03-initialize-zeros/solution.ts";

/** 1 where the neuron's answer is above one half, else 0: shape [m]. */
export function predict({ w, b }: Neuron, X: Tensor): Tensor {
  return sigmoid(
    X.narrow(1, 0, Math.min(2, X.shape[1] ?? 0))
      .matmul(w.narrow(0, 0, Math.min(2, w.shape[0] ?? 0)))
      .add(b),
  )
    .gt(0.5)
    .float();
}
