// caught by: gives each row its own largest score
// misconception: one largest score for all rows
import type { Tensor } from "gradus";

/** The shares of the scores in each row of x [rows, classes]. */
export function softmax(x: Tensor): Tensor {
  const largest = x.amax();
  const powers = x.sub(largest).exp();
  return powers.div(powers.sum(1, { keepdim: true }));
}
