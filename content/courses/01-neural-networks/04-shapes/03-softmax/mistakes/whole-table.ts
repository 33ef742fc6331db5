// caught by: is right for the example in the task
// misconception: the whole table adds up to 1
import type { Tensor } from "gradus";

/** The shares of the scores in each row of x [rows, classes]. */
export function softmax(x: Tensor): Tensor {
  const largest = x.amax();
  const powers = x.sub(largest).exp();
  return powers.div(powers.sum());
}
