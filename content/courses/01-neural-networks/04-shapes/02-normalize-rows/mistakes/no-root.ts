// caught by: is right for the example in the task
// misconception: the root is missing
import type { Tensor } from "gradus";

/** Every row of x [rows, columns] divided by its length. */
export function normalizeRows(x: Tensor): Tensor {
  const norms = x.square().sum(1, { keepdim: true });
  return x.div(norms);
}
