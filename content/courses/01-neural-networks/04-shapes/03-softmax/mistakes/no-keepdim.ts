// caught by: is right for the example in the task
// misconception: keepdim is missing
import type { Tensor } from "gradus";

/** The shares of the scores in each row of x [rows, classes]. */
export function softmax(x: Tensor): Tensor {
  const powers = x.exp();
  return powers.div(powers.sum(1));
}
