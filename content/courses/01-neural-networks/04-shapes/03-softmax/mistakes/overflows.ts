// caught by: stays a number for large scores
// misconception: the largest score is not subtracted
import type { Tensor } from "gradus";

/** The shares of the scores in each row of x [rows, classes]. */
export function softmax(x: Tensor): Tensor {
  const powers = x.exp();
  return powers.div(powers.sum(1, { keepdim: true }));
}
