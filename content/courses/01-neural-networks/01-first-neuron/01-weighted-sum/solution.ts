import type { Tensor } from "gradus";

/** The inputs x [n] times the weights w [n], added up, plus the bias b. */
export function weightedSum(x: Tensor, w: Tensor, b: number): Tensor {
  //# 1. Multiply: place by place, x.mul(w)
  //# 2. Sum: everything, .sum()
  //# 3. Add: the bias, .add(b). Inside the sum it would count once an input.
  return x.mul(w).sum().add(b);
}
