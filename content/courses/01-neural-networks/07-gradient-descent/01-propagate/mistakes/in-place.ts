// caught by: leaves its inputs alone
import { sub, type Tensor } from "gradus";
import { sigmoid } from "../../../03-tensors-and-squashing/02-sigmoid/solution.ts";
import type { Neuron } from "../../../06-logistic-regression/03-initialize-zeros/solution.ts";

/** The cost of a neuron's answers, and its gradient: dw [n], db [], cost []. */
export function propagate(
  { w, b }: Neuron,
  X: Tensor,
  y: Tensor,
): { dw: Tensor; db: Tensor; cost: Tensor } {
  const [m = 0] = X.shape;
  const A = sigmoid(X.matmul(w).add_(b));
  const cost = y
    .mul(A.log())
    .add(sub(1, y).mul(sub(1, A).log()))
    .mean()
    .neg();
  const off = y.sub_(A).neg();
  return { dw: X.t().matmul(off).div(m), db: off.mean(), cost };
}
