// caught by: leaves its input alone
import type { Tensor } from "gradus";

/** Every row of x [rows, columns] divided by its length. */
export function normalizeRows(x: Tensor): Tensor {
  const norms = x.square().sum(1, { keepdim: true }).sqrt();
  return x.div_(norms);
}
