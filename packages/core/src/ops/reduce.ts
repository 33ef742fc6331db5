/** Sums and the primitive reductions with their gradients. */

import type { Tensor } from "../autograd/tensor.ts";
import type { DType } from "../dtype.ts";
import { castTo, needTensor } from "./cast.ts";
import { normalizeDims } from "./dims.ts";
import { sumAxes } from "./movement.ts";
import { needOptions } from "./options.ts";

export type Dim = number | readonly number[] | null | undefined;

export interface ReduceOptions {
  /** Keep the reduced axes with size 1; default false. */
  readonly keepdim?: boolean;
  /** Convert to this dtype before reducing. */
  readonly dtype?: DType;
}

/**
 * Sum over axes: `y = Σ x`. Integers and bools sum as int32.
 *
 * @shape x: [...] -> [...] without `dim` (size 1 there with keepdim)
 * @throws ShapeError `shape/dim-range`
 * @example sum(tensor([[1, 2], [3, 4]]), 0) // [4, 6]
 */
export function sum(x: Tensor, dim?: Dim, options: ReduceOptions = {}): Tensor {
  needOptions("sum", options, ["keepdim", "dtype"]);
  needTensor("sum", "the input", x);
  const { keepdim = false } = options;
  const dtype = options.dtype ?? (x.dtype === "bool" || x.dtype === "uint8" ? "int32" : x.dtype);
  const input = castTo(x, dtype);
  const axes = normalizeDims("sum", dim, x.ndim);
  return sumAxes(input, axes, keepdim);
}
