import type { Tensor } from "gradus";

/** Every row of x [rows, columns] divided by its length. */
export function normalizeRows(x: Tensor): Tensor {
  const norms = x.mul(x).sum(1).sqrt().reshape([-1, 1]);
  return x.div(norms);
}
