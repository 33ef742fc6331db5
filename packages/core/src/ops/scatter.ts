/**
 * Writing by index. Every form finds the flat places it writes to, then sets, adds or combines there; where
 * several values meet in one place, the last one stays or all of them count, in order.
 */

import { noGrad, record, wrap } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, expandError, optionError, rankError, sizeError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { broadcastShapes, iota } from "../graph/node.ts";
import { sameShape } from "../shape.ts";
import { putRows } from "./advanced-index.ts";
import { asTensor, castTo, needTensor, type Operand } from "./cast.ts";
import { eq, logicalAnd, where } from "./compare.ts";
import { ones, onesLike, zerosLike } from "./create.ts";
import { normalizeDim } from "./dims.ts";
import { add, mul, trueDivide } from "./elementwise.ts";
import { checkedIndex } from "./index-check.ts";
import { type IndexItem, index } from "./indexing.ts";
import { floorDivide, maximum } from "./math.ts";
import { expandTo, permuteTo, reshapeTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { addRows, column, flatPlaces, takeRows, valuesFor, withAxis } from "./rows.ts";

/**
 * x with values put at `index` along an axis: `y[index[i][j]][j] = src[i][j]`.
 *
 * @shape x: [...], index: int, as many axes, src: at least the index's shape -> as x
 * @param options.reduce "add" or "multiply" combines with what is there
 * @throws IndexError at the time of computing, for an index outside of the axis
 * @remarks Where several values meet in one place, the last one stays.
 * @example scatter(zeros([3]), 0, tensor([2], { dtype: "int32" }), tensor([5])) // [0, 0, 5]
 */
export function scatter(
  x: Tensor,
  dim: number,
  index: Tensor,
  src: Operand,
  options: { reduce?: "add" | "multiply" } = {},
): Tensor {
  needOptions("scatter", options, ["reduce"]);
  needTensor("scatter", "the input", x);
  needTensor("scatter", "the index", index);
  const axis = normalizeDim("scatter", dim, x.ndim);
  if (options.reduce !== undefined) {
    const mode = { add: "sum", multiply: "prod" }[options.reduce] as Reduction | undefined;
    if (!mode) throw optionError("scatter", "reduce", options.reduce, '"add" or "multiply"');
    const values = valuesFor("scatter", x, index, src);
    return scatterReduce(x, axis, index, reshapeTo(values, index.shape), mode);
  }
  const places = flatPlaces("scatter", withAxis(x), axis, withAxis(index));
  const values = valuesFor("scatter", x, index, src);
  return reshapeTo(putRows(column(x), places, values), x.shape);
}

export type Reduction = "sum" | "prod" | "mean" | "amax" | "amin";
const reductions = ["sum", "prod", "mean", "amax", "amin"];

/**
 * Values that go to one place are reduced together, along an axis.
 *
 * @shape x: [...], index: int, as many axes, src: at least the index's shape -> as x
 * @param options.includeSelf whether what is in x takes part; default true
 * @example scatterReduce(ones([2]), 0, tensor([0, 0], { dtype: "int32" }), tensor([2, 3]), "prod") // [6, 1]
 */
export function scatterReduce(
  x: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor,
  reduce: Reduction,
  options: { includeSelf?: boolean } = {},
): Tensor {
  needOptions("scatterReduce", options, ["includeSelf"]);
  if (!reductions.includes(reduce))
    throw optionError("scatterReduce", "reduce", reduce, reductions.join(", "));
  needTensor("scatterReduce", "the input", x);
  needTensor("scatterReduce", "the index", index);
  const axis = normalizeDim("scatterReduce", dim, x.ndim);
  const places = flatPlaces("scatterReduce", withAxis(x), axis, withAxis(index));
  const values = valuesFor("scatterReduce", x, index, src);
  const { includeSelf = true } = options;
  const n = x.numel();
  const count = noGrad(() => addRows(ones([index.numel(), 1], { dtype: "int32" }), places, n));
  const untouched = eq(count, 0);
  const flat = column(x);
  const start = { sum: 0, mean: 0, prod: 1, amax: lowest(x), amin: highest(x) }[reduce];
  const base = includeSelf ? flat : where(untouched, flat, asTensor(start, x.dtype));
  let out: Tensor;
  if (reduce === "sum") out = add(base, addRows(values, places, n));
  else if (reduce === "mean") {
    const total = add(base, addRows(values, places, n));
    const by = includeSelf ? add(count, 1) : maximum(count, 1);
    out = isFloat(x.dtype) ? trueDivide(total, castTo(by, x.dtype)) : floorDivide(total, by);
  } else if (reduce === "prod") out = productInto(base, places, values);
  else out = extremeInto(reduce, base, places, values);
  return reshapeTo(castTo(out, x.dtype), x.shape);
}

const lowest = (x: Tensor): number =>
  isFloat(x.dtype) ? Number.NEGATIVE_INFINITY : x.dtype === "int32" ? -2147483648 : 0;
const highest = (x: Tensor): number =>
  isFloat(x.dtype) ? Number.POSITIVE_INFINITY : x.dtype === "int32" ? 2147483647 : 255;

const combine = (mode: "mul" | "max" | "min", x: Tensor, places: Tensor, values: Tensor): Tensor =>
  wrap(graph.scatter(mode, x.node, places.node, values.node));

/**
 * Products by place; the gradient divides out each factor, but for a factor 0 leaves it out instead. Where several
 * values are 0 in one place, the second gradient is taken as 0.
 */
function productInto(x: Tensor, places: Tensor, values: Tensor): Tensor {
  const node = combine("mul", x, places, values).node;
  const out: Tensor = record("scatterProd", node, [x, values, places], (g) => {
    const withoutX = productInto(onesLike(x), places, values);
    const valueZero = eq(values, 0);
    const zerosHere = takeRows(addRows(castTo(valueZero, values.dtype), places, x.numel()), places);
    const onlyZero = logicalAnd(valueZero, eq(zerosHere, 1));
    const others = productInto(x, places, where(onlyZero, 1, values));
    const plain = trueDivide(takeRows(mul(g, out), places), where(valueZero, 1, values));
    return [
      x.requiresGrad ? mul(g, withoutX) : null,
      values.requiresGrad ? where(onlyZero, takeRows(mul(g, others), places), plain) : null,
    ];
  });
  return out;
}

/** Extremes by place; ties share the gradient. */
function extremeInto(mode: "amax" | "amin", x: Tensor, places: Tensor, values: Tensor): Tensor {
  const node = combine(mode === "amax" ? "max" : "min", x, places, values).node;
  const out: Tensor = record("scatterExtreme", node, [x, values, places], (g) => {
    const best = out.detach();
    const xWins = castTo(eq(x.detach(), best), x.dtype);
    const valueWins = castTo(eq(values.detach(), takeRows(best, places)), x.dtype);
    const winners = add(xWins, addRows(valueWins, places, x.numel()));
    const each = trueDivide(g, where(eq(winners, 0), 1, winners));
    return [mul(each, xWins), mul(takeRows(each, places), valueWins)];
  });
  return out;
}

/**
 * x with slices of src added at places of an axis.
 *
 * @shape x: [..., n, ...], index: int [k], src: [..., k, ...] -> as x
 * @example indexAdd(zeros([3]), 0, tensor([1, 1], { dtype: "int32" }), tensor([2, 3])) // [0, 5, 0]
 */
export function indexAdd(
  x: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor,
  options: { alpha?: number } = {},
): Tensor {
  needOptions("indexAdd", options, ["alpha"]);
  needTensor("indexAdd", "the input", x);
  needTensor("indexAdd", "the index", index);
  needTensor("indexAdd", "the source", src);
  if (x.ndim === 0) {
    if (src.ndim > 0) throw rankError("indexAdd", "the source", "no axes", src.shape);
    return reshapeTo(indexAdd(withAxis(x), dim, withAxis(index), withAxis(src), options), []);
  }
  const axis = normalizeDim("indexAdd", dim, x.ndim);
  if (src.dtype !== x.dtype) throw dtypeError("indexAdd", "the source", src.dtype, x.dtype);
  const want = x.shape.map((n, i) => (i === axis ? index.numel() : n));
  want.forEach((n, i) => {
    if (src.shape[i] !== n) throw sizeError("indexAdd", "the source", i, n, src.shape);
  });
  const order = [axis, ...x.shape.map((_, i) => i).filter((i) => i !== axis)];
  const n = x.shape[axis] as number;
  const width = n === 0 ? 0 : x.numel() / n;
  const { alpha = 1 } = options;
  const rows = reshapeTo(permuteTo(mul(src, alpha), order), [index.numel(), width]);
  const added = addRows(rows, reshapeTo(checkedIndex("indexAdd", index, n), [index.numel()]), n);
  const back = order.map((_, i) => order.indexOf(i));
  const moved = order.map((i) => x.shape[i] as number);
  return add(x, permuteTo(reshapeTo(added, moved), back));
}

/**
 * x with `value` written where `index(x, items)` reads; with `accumulate` added, repeated places too.
 *
 * @shape x: [...], value: broadcastable to what `index` reads -> as x
 * @example indexPut(zeros([3]), [1], 5) // [0, 5, 0]
 */
export function indexPut(
  x: Tensor,
  items: readonly IndexItem[],
  value: Operand,
  options: { accumulate?: boolean } = {},
): Tensor {
  needOptions("indexPut", options, ["accumulate"]);
  const places = placesOf(x, items);
  const source = castTo(asTensor(value, x.dtype), x.dtype);
  const shape = broadcastShapes(source.shape, places.shape);
  if (typeof shape === "number" || !sameShape(shape, places.shape))
    throw expandError("indexPut", source.shape, places.shape);
  if (places.numel() === 0) return add(x, zerosLike(x));
  const values = column(expandTo(source, places.shape));
  const flat = reshapeTo(places, [places.numel()]);
  const put = options.accumulate
    ? add(column(x), addRows(values, flat, x.numel()))
    : putRows(column(x), flat, values);
  return reshapeTo(put, x.shape);
}

/** For each element that `index(x, items)` picks, its place in the flattened x. */
function placesOf(x: Tensor, items: readonly IndexItem[]): Tensor {
  needTensor("indexPut", "the input", x);
  const every = reshapeTo(wrap(iota(x.numel())), x.shape);
  return noGrad(() => index(every, items));
}
