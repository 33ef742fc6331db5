import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";
import { sigmoid } from "../../03-tensors-and-squashing/02-sigmoid/solution.ts";
import type { Neuron } from "../../06-logistic-regression/03-initialize-zeros/solution.ts";

/** The cost of a neuron's answers, and its gradient: dw [n], db [], cost []. */
export function propagate(
  { w, b }: Neuron,
  X: Tensor,
  y: Tensor,
): { dw: Tensor; db: Tensor; cost: Tensor } {
  // 1. m is the first side of X.
  // 2. A = sigmoid(X · w + b): X.matmul(w).add(b)
  // 3. The cost. 1 − y is y.neg().add(1)
  // 4. A − y, used in both gradients.
  // 5. dw: X.t().matmul(…).div(m), and db: the mean.
  return notDone("propagate");
}
