/** Operators that stand among the linear algebra too, with the last two axes for matrices. */
import type { Tensor } from "../autograd/tensor.ts";
import { diagonal as diagonalOf } from "./diagonal.ts";
import { needOptions } from "./options.ts";

export { matmul } from "./matrix.ts";

/**
 * The diagonals of matrices.
 *
 * @param options.offset which diagonal: above the main one, or negative below; default 0
 * @param options.dim1 the axis of the rows; default −2
 * @param options.dim2 the axis of the columns; default −1
 * @shape a: [..., m, n] -> [..., k]
 * @example linalg.diagonal(tensor([[1, 2], [3, 4]])) // [1, 4]
 */
export function diagonal(
  a: Tensor,
  options: { readonly offset?: number; readonly dim1?: number; readonly dim2?: number } = {},
): Tensor {
  needOptions("linalg.diagonal", options, ["offset", "dim1", "dim2"]);
  return diagonalOf(a, { dim1: -2, dim2: -1, ...options });
}
