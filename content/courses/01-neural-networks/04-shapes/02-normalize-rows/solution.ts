import type { Tensor } from "gradus";

/** Every row of x [rows, columns] divided by its length. */
export function normalizeRows(x: Tensor): Tensor {
  //# 1. Square: every number, x.square()
  //# 2. Sum: along each row, and keep the direction, .sum(1, { keepdim: true })
  //# 3. Root: .sqrt(). Now you have a column [rows, 1].
  const norms = x.square().sum(1, { keepdim: true }).sqrt();
  //# 4. Divide: x by it.
  return x.div(norms);
}
