/** The in-place methods: each writes what its operator gives into the tensor it is called on. */
import type { Tensor } from "../autograd/tensor.ts";
import type { Operand } from "./cast.ts";
import { add, mul, sub } from "./elementwise.ts";
import type { IndexItem } from "./indexing.ts";
import { assignInPlace, assignResult, oneValue } from "./inplace.ts";
import { indexPut } from "./scatter.ts";

/** Writes `source`, broadcast and converted, into x. @example zeros([2]).copy_(tensor([1, 2])) // [1, 2] */
export const copy_ = (x: Tensor, source: Operand): Tensor => assignInPlace("copy_", x, source);

/** Writes one value into every place of x. @example zeros([2]).fill_(3) // [3, 3] */
export const fill_ = (x: Tensor, value: number | boolean | Tensor): Tensor =>
  assignInPlace("fill_", x, oneValue("fill_", value));

/** Writes zeros. @example ones([2]).zero_() // [0, 0] */
export const zero_ = (x: Tensor): Tensor => assignInPlace("zero_", x, 0);

/** `x ← x + alpha·other`. @example ones([2]).add_(1) // [2, 2] */
export const add_ = (x: Tensor, other: Operand, options?: { alpha?: number }): Tensor =>
  assignResult("add_", x, add(x.asItIs(), other, options));

/** `x ← x − alpha·other`. @example ones([2]).sub_(1) // [0, 0] */
export const sub_ = (x: Tensor, other: Operand, options?: { alpha?: number }): Tensor =>
  assignResult("sub_", x, sub(x.asItIs(), other, options));

/** `x ← x · other`. @example ones([2]).mul_(3) // [3, 3] */
export const mul_ = (x: Tensor, other: Operand): Tensor =>
  assignResult("mul_", x, mul(x.asItIs(), other));

/**
 * Writes `value` where `index(items)` reads; with `accumulate` adds it, repeated places too.
 *
 * @example zeros([3]).indexPut_([1], 5) // [0, 5, 0]
 */
export function indexPut_(
  x: Tensor,
  items: readonly IndexItem[],
  value: Operand,
  options?: { accumulate?: boolean },
): Tensor {
  return assignResult("indexPut_", x, indexPut(x.asItIs(), items, value, options));
}
