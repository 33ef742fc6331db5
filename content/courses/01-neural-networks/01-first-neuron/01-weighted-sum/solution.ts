import type { Tensor } from "gradus";

/** The inputs x [n] times the weights w [n], added up, plus the bias b. */
export function weightedSum(x: Tensor, w: Tensor, b: number): Tensor {
  // The bias comes after the adding up: inside, it would count once an input.
  return x.mul(w).sum().add(b);
}
