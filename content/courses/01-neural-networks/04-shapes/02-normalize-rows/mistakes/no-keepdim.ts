// caught by: is right for the example in the task
// misconception: keepdim is missing
import type { Tensor } from "gradus";

/** Every row of x [rows, columns] divided by its length. */
export function normalizeRows(x: Tensor): Tensor {
  const norms = x.square().sum(1).sqrt();
  return x.div(norms);
}
