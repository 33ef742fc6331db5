/**
 * Order: sorting, the greatest few, the middle, quantiles, and counting. NaN counts as greater than
 * everything, and equal values keep their order. Gradients flow to the elements that were picked.
 */

import { noGrad, wrap } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, optionError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { readNode } from "../runtime/realize.ts";
import { castTo, isTensor, needTensor } from "./cast.ts";
import { eq, isnan, where } from "./compare.ts";
import { full } from "./create.ts";
import { needElements, normalizeDim } from "./dims.ts";
import { add, mul, trueDivide } from "./elementwise.ts";
import { catAxis, keptShape, permuteTo, reshapeTo, shrinkTo, sumAxes } from "./movement.ts";
import { needOptions } from "./options.ts";
import { sum } from "./reduce.ts";
import { takeRows } from "./rows.ts";
import type { KeepOptions, ValuesIndices } from "./statistics.ts";

export interface SortOptions {
  /** Greatest first; default false. */
  readonly descending?: boolean;
  /** Accepted for PyTorch's sake: sorting is always stable here. */
  readonly stable?: boolean;
}

/** A tensor as rows along one axis, and the way back. */
interface Rows {
  readonly rows: Tensor;
  readonly length: number;
  back(x: Tensor): Tensor;
}

function asRows(x: Tensor, axis: number): Rows {
  if (x.ndim === 0) return { rows: reshapeTo(x, [1, 1]), length: 1, back: (y) => reshapeTo(y, []) };
  const order = x.shape.map((_, i) => i).filter((i) => i !== axis);
  order.push(axis);
  const length = x.shape[axis] as number;
  const others = order.slice(0, -1).map((i) => x.shape[i] as number);
  const count = others.reduce((p, n) => p * n, 1);
  const inverse = order.map((_, i) => order.indexOf(i));
  return {
    rows: reshapeTo(permuteTo(x, order), [count, length]),
    length,
    back: (y) => permuteTo(reshapeTo(y, [...others, y.shape[1] as number]), inverse),
  };
}

/** For each row the order of its elements; bools and bytes are ordered as integers. */
function orderOf(rows: Tensor, descending: boolean): Tensor {
  const plain = isFloat(rows.dtype) ? rows.detach() : castTo(rows.detach(), "int32");
  return noGrad(() => wrap(graph.argsort(plain.node, descending)));
}

/** Elements of each row by their places in it, differentiable. */
function fromRows(rows: Tensor, places: Tensor): Tensor {
  const [count, length] = rows.shape as [number, number];
  const k = places.shape[1] as number;
  const starts = reshapeTo(mul(wrap(graph.iota(count)), length), [count, 1]);
  const flat = reshapeTo(add(places, starts), [count * k]);
  return reshapeTo(takeRows(reshapeTo(rows, [count * length, 1]), flat), [count, k]);
}

const columns = (x: Tensor, lo: number, hi: number): Tensor =>
  shrinkTo(x, [0, x.shape[0] as number, lo, hi]);

/**
 * Values in order along an axis, and where each came from.
 *
 * @shape x: [...] -> { values, indices } as x
 * @param options.descending greatest first; default false
 * @remarks Always stable, NaN last (first when descending), as PyTorch's `stable: true`.
 * @example sort(tensor([3, 1, 2])).values // [1, 2, 3]
 */
export function sort(x: Tensor, dim = -1, options: SortOptions = {}): ValuesIndices {
  needOptions("sort", options, ["descending", "stable"]);
  needTensor("sort", "the input", x);
  const { rows, back } = asRows(x, normalizeDim("sort", dim, x.ndim));
  const order = orderOf(rows, options.descending ?? false);
  return { values: back(fromRows(rows, order)), indices: back(order) };
}

/**
 * The places that put x in order along an axis.
 *
 * @shape x: [...] -> int32 as x
 * @example argsort(tensor([3, 1, 2])) // [1, 2, 0]
 */
export function argsort(x: Tensor, dim = -1, options: SortOptions = {}): Tensor {
  needOptions("argsort", options, ["descending", "stable"]);
  needTensor("argsort", "the input", x);
  const { rows, back } = asRows(x, normalizeDim("argsort", dim, x.ndim));
  return back(orderOf(rows, options.descending ?? false));
}

/**
 * The k greatest (or least) values along an axis, in order, and where they are.
 *
 * @shape x: [..., n] -> { values, indices } [..., k]
 * @param options.largest default true
 * @throws UsageError `usage/option` for more values than there are
 * @remarks Always sorted; equal values in order of place.
 * @example topk(tensor([3, 1, 2]), 2).values // [3, 2]
 */
export function topk(
  x: Tensor,
  k: number,
  dim = -1,
  options: { largest?: boolean; sorted?: boolean } = {},
): ValuesIndices {
  needOptions("topk", options, ["largest", "sorted"]);
  needTensor("topk", "the input", x);
  const { rows, length, back } = asRows(x, normalizeDim("topk", dim, x.ndim));
  if (!Number.isInteger(k) || k < 0 || k > length)
    throw optionError("topk", "k", k, `a whole number from 0 to ${length}`);
  const order = columns(orderOf(rows, options.largest ?? true), 0, k);
  return { values: back(fromRows(rows, order)), indices: back(order) };
}

/** The k-th least value along an axis (k from 1). @shape x: [..., n] -> { values, indices } @example kthvalue(tensor([3, 1, 2]), 2).values // 2 */
export function kthvalue(x: Tensor, k: number, dim = -1, options: KeepOptions = {}): ValuesIndices {
  needOptions("kthvalue", options, ["keepdim"]);
  needTensor("kthvalue", "the input", x);
  const axis = normalizeDim("kthvalue", dim, x.ndim);
  const { rows, length, back } = asRows(x, axis);
  if (!Number.isInteger(k) || k < 1 || k > length)
    throw optionError("kthvalue", "k", k, `a whole number from 1 to ${length}`);
  return dropAxis(x, axis, columns(orderOf(rows, false), k - 1, k), rows, back, options);
}

/** Values and indices of one place a row, without the axis unless it is kept. */
function dropAxis(
  x: Tensor,
  axis: number,
  place: Tensor,
  rows: Tensor,
  back: (y: Tensor) => Tensor,
  options: KeepOptions,
): ValuesIndices {
  const kept = x.ndim === 0 ? [] : keptShape(x.shape, [axis]);
  const shape = options.keepdim ? kept : kept.filter((_, i) => i !== axis);
  return {
    values: reshapeTo(back(fromRows(rows, place)), shape),
    indices: reshapeTo(back(place), shape),
  };
}

/**
 * The middle value along an axis (the lower of two) with its place, or of all elements.
 *
 * @shape x: [...] -> [] | { values, indices } without `dim`
 * @remarks NaN wins. Without `dim` the median of no elements is NaN, and equal medians share the gradient.
 * @example median(tensor([3, 1, 2])) // 2
 */
export function median(x: Tensor): Tensor;
export function median(x: Tensor, dim: number, options?: KeepOptions): ValuesIndices;
export function median(x: Tensor, dim?: number, o: KeepOptions = {}): Tensor | ValuesIndices {
  needOptions("median", o, ["keepdim"]);
  needTensor("median", "the input", x);
  if (dim === undefined) {
    if (x.numel() === 0 && isFloat(x.dtype)) return full([], Number.NaN, { dtype: x.dtype });
    const flat = reshapeTo(x, [x.numel()]);
    needElements("median", flat, [0]);
    const value = noGrad(() => median(flat, 0).values);
    if (!x.requiresGrad) return value;
    // Every element that is the median takes its share.
    const same = where(isnan(value), isnan(flat.detach()), eq(flat.detach(), value));
    const share = castTo(same, x.dtype);
    const weights = trueDivide(share, sum(share));
    return sum(where(same, mul(flat, weights), 0));
  }
  const axis = normalizeDim("median", dim, x.ndim);
  needElements("median", x, x.ndim === 0 ? [] : [axis]);
  const { rows, length, back } = asRows(x, axis);
  const order = orderOf(rows, false);
  let place = columns(order, (length - 1) >> 1, ((length - 1) >> 1) + 1);
  if (isFloat(x.dtype)) {
    const nan = castTo(isnan(rows.detach()), "int32");
    const many = sumAxes(nan, [1], true);
    // NaN sorts last, in order of place: the first of them is `many` from the end.
    const first = fromRows(order, where(eq(many, 0), 0, add(mul(many, -1), length)));
    place = where(eq(many, 0), place, first);
  }
  return dropAxis(x, axis, place, rows, back, o);
}

/**
 * Quantiles along an axis, or of all elements, between two values by a straight line.
 *
 * @shape x: [...], q: number or [k] -> [...] without `dim`, or [k, ...]
 * @param q from 0 to 1
 * @remarks NaN anywhere in a row gives NaN.
 * @example quantile(tensor([0, 10, 20]), 0.25) // 5
 */
export function quantile(
  x: Tensor,
  q: number | Tensor,
  dim?: number | null,
  options: KeepOptions = {},
): Tensor {
  needOptions("quantile", options, ["keepdim"]);
  needTensor("quantile", "the input", x);
  if (!isFloat(x.dtype)) throw dtypeError("quantile", "the input", x.dtype, "a float");
  const flat = dim === undefined || dim === null;
  const source = flat ? reshapeTo(x, [x.numel()]) : x;
  const axis = flat ? 0 : normalizeDim("quantile", dim, x.ndim);
  needElements("quantile", source, [axis]);
  const wanted = isTensor(q) ? Array.from(readNode(q.node)) : [q];
  if (wanted.length === 0) throw optionError("quantile", "q", "empty", "at least one number");
  for (const v of wanted)
    if (typeof v !== "number" || !(v >= 0 && v <= 1))
      throw optionError("quantile", "q", v, "from 0 to 1");
  const { rows, length } = asRows(source, axis);
  const sorted = fromRows(rows, orderOf(rows, false));
  const hasNaN = isnan(columns(sorted, length - 1, length).detach());
  const at = (i: number): Tensor => columns(sorted, i, i + 1);
  const kept = flat ? x.shape.map(() => 1) : keptShape(x.shape, [axis]);
  const shape = options.keepdim ? kept : flat ? [] : kept.filter((_, i) => i !== axis);
  const results = wanted.map((v) => {
    const rank = v * (length - 1);
    const low = Math.floor(rank);
    const weight = rank - low;
    const high = Math.min(low + 1, length - 1);
    const value = weight === 0 ? at(low) : add(mul(at(low), 1 - weight), mul(at(high), weight));
    return reshapeTo(where(hasNaN, Number.NaN, value), shape);
  });
  if (!isTensor(q) || q.ndim === 0) return results[0] as Tensor;
  const parts = results.map((r) => reshapeTo(r, [1, ...shape]));
  return catAxis(parts, 0);
}
