/** Further statistics: without NaN, both extremes at once, membership, counts by bin, covariances. */

import { needWhole } from "../arguments.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, optionError, rankError } from "../errors.ts";
import { readNode } from "../runtime/realize.ts";
import { asTensor, castTo, isTensor, needTensor, type Operand } from "./cast.ts";
import { eq, isnan, logicalNot, where } from "./compare.ts";
import { fromTyped } from "./create.ts";
import { diagonal } from "./diagonal.ts";
import { mul, sub, trueDivide } from "./elementwise.ts";
import { clamp, sqrt } from "./math.ts";
import { matmul } from "./matrix.ts";
import { reshapeTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { toFloat } from "./primitive.ts";
import { type Dim, type ReduceOptions, sum } from "./reduce.ts";
import { sort } from "./sort.ts";
import { amax, amin, any, type KeepOptions, mean } from "./statistics.ts";
import { searchsorted } from "./unique.ts";

/** Sum of what is not NaN. @shape x: [...] -> without `dim` @example nansum(tensor([1, NaN, 2])) // 3 */
export function nansum(x: Tensor, dim?: Dim, options: ReduceOptions = {}): Tensor {
  needOptions("nansum", options, ["keepdim", "dtype"]);
  needTensor("nansum", "the input", x);
  return sum(isFloat(x.dtype) ? where(isnan(x), 0, x) : x, dim, options);
}

/** Mean of what is not NaN. @shape x: float [...] -> without `dim` @throws DtypeError for integers @example nanmean(tensor([1, NaN, 3])) // 2 */
export function nanmean(x: Tensor, dim?: Dim, options: ReduceOptions = {}): Tensor {
  needOptions("nanmean", options, ["keepdim", "dtype"]);
  needTensor("nanmean", "the input", x);
  if (!isFloat(x.dtype)) throw dtypeError("nanmean", "the input", x.dtype, "a float");
  const { keepdim = false } = options;
  const count = sum(castTo(logicalNot(isnan(x)), x.dtype), dim, { keepdim });
  return trueDivide(nansum(x, dim, options), count);
}

/** Smallest and largest at once. @shape x: [...] -> { min, max } without `dim` @example aminmax(tensor([3, 1, 2])).max // 3 */
export function aminmax(
  x: Tensor,
  options: { dim?: number | null } & KeepOptions = {},
): { min: Tensor; max: Tensor } {
  needOptions("aminmax", options, ["dim", "keepdim"]);
  needTensor("aminmax", "the input", x);
  const { dim = null, keepdim = false } = options;
  return { min: amin(x, dim, { keepdim }), max: amax(x, dim, { keepdim }) };
}

/** Values in order along the first axis. @shape x: [n, ...] -> the same @example msort(tensor([3, 1, 2])) // [1, 2, 3] */
export function msort(x: Tensor): Tensor {
  needTensor("msort", "the input", x);
  return sort(x, 0).values;
}

/** Whether each element is among others. @shape elements: [...], test: [...] -> bool as elements @param options.invert whether it is not among them @example isin(tensor([1, 2, 3]), tensor([2, 5])) // [false, true, false] */
export function isin(elements: Tensor, test: Operand, options: { invert?: boolean } = {}): Tensor {
  needOptions("isin", options, ["invert"]);
  needTensor("isin", "the elements", elements);
  if (!isTensor(test) && typeof test !== "number") needTensor("isin", "what is tested", test);
  const others = asTensor(test, elements.dtype);
  const row = reshapeTo(others, [others.numel()]);
  const found = any(eq(reshapeTo(elements, [...elements.shape, 1]), row), -1);
  return options.invert ? logicalNot(found) : found;
}

/** The bin of each value between sorted boundaries: how many boundaries are below it, or up to it with `right`. @shape x: [...], boundaries: [n] -> int32 [...] @example bucketize(tensor([0, 3, 9]), tensor([1, 3, 5])) // [0, 1, 3] */
export function bucketize(
  x: Tensor | number,
  boundaries: Tensor,
  options: { right?: boolean } = {},
): Tensor {
  needOptions("bucketize", options, ["right"]);
  needTensor("bucketize", "the boundaries", boundaries);
  if (boundaries.ndim !== 1)
    throw rankError("bucketize", "the boundaries", "1 axis", boundaries.shape);
  return searchsorted(boundaries, x, options);
}

/**
 * How many values fall into each of equal bins from min to max; others do not count.
 *
 * @shape x: float [...] -> as x's dtype [bins]
 * @param options.min with `max` both 0 (default): the smallest and the largest value
 * @remarks x is computed at once.
 * @example histc(tensor([1, 2, 1]), { bins: 4, min: 0, max: 3 }) // [0, 2, 1, 0]
 */
export function histc(
  x: Tensor,
  options: { bins?: number; min?: number; max?: number } = {},
): Tensor {
  needOptions("histc", options, ["bins", "min", "max"]);
  needTensor("histc", "the input", x);
  if (!isFloat(x.dtype)) throw dtypeError("histc", "the input", x.dtype, "a float");
  const { bins = 100 } = options;
  let { min = 0, max = 0 } = options;
  needWhole("histc", "bins", bins, 1);
  if (typeof min !== "number" || typeof max !== "number" || !(max >= min))
    throw optionError("histc", "max", max, `a number from min (${String(min)})`);
  const values = Array.from(readNode(x.node));
  if (min === max && values.length > 0) {
    // Of many values: a spread argument list has a limit.
    min = values.reduce((a, b) => Math.min(a, b));
    max = values.reduce((a, b) => Math.max(a, b));
  }
  if (!Number.isFinite(min) || !Number.isFinite(max))
    throw optionError("histc", "the range", [min, max], "of finite numbers");
  if (min === max) [min, max] = [min - 1, max + 1];
  const counts = new Float64Array(bins);
  for (const v of values) {
    if (!(v >= min && v <= max)) continue;
    const bin = Math.min(bins - 1, Math.floor(((v - min) * bins) / (max - min)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const data = x.dtype === "float64" ? counts : Float32Array.from(counts);
  return fromTyped(data, [bins], x.dtype);
}

/**
 * Covariances of variables, a row each: `Σ (x − x̄)(y − ȳ)/(n − correction)`.
 *
 * @shape x: [variables, n] -> [variables, variables], or [n] -> []
 * @param options.correction default 1
 * @example cov(tensor([[0, 1, 2], [2, 1, 0]])) // [[1, -1], [-1, 1]]
 */
export function cov(x: Tensor, options: { correction?: number } = {}): Tensor {
  needOptions("cov", options, ["correction"]);
  needTensor("cov", "the input", x);
  if (x.ndim > 2) throw rankError("cov", "the input", "at most 2 axes", x.shape);
  const { correction = 1 } = options;
  needWhole("cov", "correction", correction);
  const rows = toFloat(x.ndim === 2 ? x : reshapeTo(x, [1, x.numel()]));
  const n = rows.shape[1] as number;
  const centred = sub(rows, mean(rows, 1, { keepdim: true }));
  const y = mul(matmul(centred, centred.t()), 1 / Math.max(0, n - correction));
  return x.ndim === 2 ? y : reshapeTo(y, []);
}

/** Correlations of variables, a row each: covariances over the standard deviations of both. @shape x: [variables, n] -> [variables, variables], or [n] -> [] @example corrcoef(tensor([[0, 1, 2], [2, 1, 0]])) // [[1, -1], [-1, 1]] */
export function corrcoef(x: Tensor): Tensor {
  needTensor("corrcoef", "the input", x);
  const c = cov(x);
  if (c.ndim === 0) return trueDivide(c, c);
  const spread = sqrt(diagonal(c));
  const k = spread.numel();
  const y = trueDivide(trueDivide(c, reshapeTo(spread, [k, 1])), spread);
  return clamp(y, -1, 1);
}
