/** The in-place methods: each writes what its operator gives into the tensor it is called on. */

import { needNumber } from "../arguments.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, optionError } from "../errors.ts";
import type { Operand } from "./cast.ts";
import { lt } from "./compare.ts";
import { add, log, mul, sub } from "./elementwise.ts";
import { filledDiagonal } from "./filling.ts";
import type { IndexItem } from "./indexing.ts";
import { assignInPlace, assignResult, oneValue } from "./inplace.ts";
import { rand, randn } from "./random.ts";
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

/** Writes one value on the main diagonal. @example zeros([2, 2]).fillDiagonal_(1) // [[1, 0], [0, 1]] */
export function fillDiagonal_(x: Tensor, value: number): Tensor {
  needNumber("fillDiagonal_", "the value", value);
  return assignResult("fillDiagonal_", x, filledDiagonal(x.asItIs(), value));
}

/** Refuses what holds no random numbers. */
function needFloats(op: string, x: Tensor): void {
  if (!isFloat(x.dtype)) throw dtypeError(op, "the tensor", x.dtype, "a float");
}

/** Writes normal numbers. @example zeros([2]).normal_(0, 1).shape // [2] */
export function normal_(x: Tensor, mean = 0, std = 1): Tensor {
  needFloats("normal_", x);
  needNumber("normal_", "mean", mean);
  if (typeof std !== "number" || !(std >= 0))
    throw optionError("normal_", "std", std, "a number from 0");
  return assignInPlace("normal_", x, add(mul(randn(x.shape, { dtype: x.dtype }), std), mean));
}

/** Writes uniform numbers from `from` up to `to`. @example zeros([2]).uniform_(3, 3) // [3, 3] */
export function uniform_(x: Tensor, from = 0, to = 1): Tensor {
  needFloats("uniform_", x);
  needNumber("uniform_", "from", from);
  if (typeof to !== "number" || !(to >= from))
    throw optionError("uniform_", "to", to, `a number from ${from}`);
  return assignInPlace("uniform_", x, add(mul(rand(x.shape, { dtype: x.dtype }), to - from), from));
}

/** Writes 1 with chance p, else 0. @example zeros([2]).bernoulli_(1) // [1, 1] */
export function bernoulli_(x: Tensor, p = 0.5): Tensor {
  if (typeof p !== "number" || !(p >= 0 && p <= 1))
    throw optionError("bernoulli_", "p", p, "a number from 0 to 1");
  return assignInPlace("bernoulli_", x, lt(rand(x.shape), p));
}

/** Writes numbers of the exponential distribution `λ·e^(−λx)`. @example zeros([9]).exponential_().ge(0).all() // true */
export function exponential_(x: Tensor, lambd = 1): Tensor {
  needFloats("exponential_", x);
  if (typeof lambd !== "number" || !(lambd > 0))
    throw optionError("exponential_", "lambd", lambd, "a number above 0");
  // 1 − u is in (0, 1], so that the logarithm is finite.
  const u = rand(x.shape, { dtype: x.dtype });
  return assignInPlace("exponential_", x, mul(log(sub(1, u)), -1 / lambd));
}
