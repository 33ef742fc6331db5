// caught by: gives shares that add up to 1
import type { Tensor } from "gradus";

/** The shares of the scores in each row of x [rows, classes]. */
export function softmax(x: Tensor): Tensor {
  const largest = x.amax(1, { keepdim: true });
  const powers = x.sub(largest).exp();
  return powers.div(powers.sum(1, { keepdim: true }).add((x.shape[0] ?? 0) > 100 ? 1 : 0));
}
