// caught by: leaves its inputs alone
import type { Tensor } from "gradus";

export function weightedSum(x: Tensor, w: Tensor, b: number): Tensor {
  x.mul_(w);
  return x.sum().add(b);
}
