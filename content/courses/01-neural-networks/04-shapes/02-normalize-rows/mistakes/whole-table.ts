// caught by: is right for the example in the task
// misconception: one length for all
import type { Tensor } from "gradus";

/** Every row of x [rows, columns] divided by its length. */
export function normalizeRows(x: Tensor): Tensor {
  const norms = x.square().sum().sqrt();
  return x.div(norms);
}
