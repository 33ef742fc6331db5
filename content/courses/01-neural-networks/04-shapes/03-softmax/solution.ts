import type { Tensor } from "gradus";

/** The shares of the scores in each row of x [rows, classes]. */
export function softmax(x: Tensor): Tensor {
  //# 1. Largest: the largest score of each row, as a column, x.amax(1, { keepdim: true })
  const largest = x.amax(1, { keepdim: true });
  //# 2. Power: subtract it, then take e to the power, .exp()
  const powers = x.sub(largest).exp();
  //# 3. Divide: by the sum of each row, again a column.
  return powers.div(powers.sum(1, { keepdim: true }));
}
