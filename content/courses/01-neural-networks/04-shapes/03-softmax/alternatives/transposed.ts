import type { Tensor } from "gradus";

export function softmax(x: Tensor): Tensor {
  const columns = x.t();
  const powers = columns.sub(columns.amax(0)).exp();
  return powers.div(powers.sum(0)).t();
}
