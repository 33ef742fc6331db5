import { sub, type Tensor } from "gradus";
import { sigmoid } from "../../03-tensors-and-squashing/02-sigmoid/solution.ts";
import type { Neuron } from "../../06-logistic-regression/03-initialize-zeros/solution.ts";

/** The cost of a neuron's answers, and its gradient: dw [n], db [], cost []. */
export function propagate(
  { w, b }: Neuron,
  X: Tensor,
  y: Tensor,
): { dw: Tensor; db: Tensor; cost: Tensor } {
  //# 1. Sizes: m is the first side of X.
  const [m = 0] = X.shape;
  //# 2. Forward: A = sigmoid(X · w + b), X.matmul(w).add(b)
  const A = sigmoid(X.matmul(w).add(b));
  //# 3. Cost: the formula, place by place. 1 − y is y.neg().add(1)
  const cost = y
    .mul(A.log())
    .add(sub(1, y).mul(sub(1, A).log()))
    .mean()
    .neg();
  //# 4. Error: A − y, used in both gradients.
  const off = A.sub(y);
  //# 5. Gradient: dw is X.t().matmul(…).div(m), and db the mean.
  return { dw: X.t().matmul(off).div(m), db: off.mean(), cost };
}
