import type { Tensor } from "gradus";

/** Every row of x [rows, columns] divided by its length. */
export function normalizeRows(x: Tensor): Tensor {
  const norms = x.norm(2, 1, { keepdim: true });
  return x.div(norms);
}
