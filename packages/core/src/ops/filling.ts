/** Tensors with some places written anew: by index, mask, slice or diagonal; each a new tensor, with gradients to both sources. */

import { needWhole } from "../arguments.ts";
import { noGrad } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { dtypeError, optionError, rankError, sizeError } from "../errors.ts";
import { broadcastShapes } from "../graph/node.ts";
import { sameShape } from "../shape.ts";
import { putRows } from "./advanced-index.ts";
import { castTo, isTensor, needOperand, needTensor, type Operand } from "./cast.ts";
import { ge, le, maskedFill, where } from "./compare.ts";
import { arange, full, ones, zerosLike } from "./create.ts";
import { type DiagonalOptions, diagonal } from "./diagonal.ts";
import { normalizeDim } from "./dims.ts";
import { add, mul, sub, trueDivide } from "./elementwise.ts";
import { checkedIndex } from "./index-check.ts";
import { nonzero } from "./masks.ts";
import { abs, clamp, minimum } from "./math.ts";
import { expandTo, padZeros, permuteTo, reshapeTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { addRows, column, takeRows } from "./rows.ts";
import { type Reduction, scatterReduce } from "./scatter.ts";
import { narrow, reshape, select } from "./shape-ops.ts";
import { cumsum, norm } from "./statistics.ts";

/** An index along an axis as rows: the places, and x with that axis first as a matrix. */
function rowsOf(op: string, x: Tensor, dim: number, index: Tensor) {
  needTensor(op, "the input", x);
  needTensor(op, "the index", index);
  if (index.ndim > 1) throw rankError(op, "the index", "at most 1 axis", index.shape);
  const wide = x.ndim === 0 ? reshapeTo(x, [1]) : x;
  const axis = normalizeDim(op, dim, wide.ndim);
  const order = [axis, ...wide.shape.map((_, i) => i).filter((i) => i !== axis)];
  const n = wide.shape[axis] as number;
  const width = n === 0 ? 0 : wide.numel() / n;
  const back = order.map((_, i) => order.indexOf(i));
  const moved = order.map((i) => wide.shape[i] as number);
  return {
    axis,
    places: reshapeTo(checkedIndex(op, index, n), [index.numel()]),
    rows: reshapeTo(permuteTo(wide, order), [n, width]),
    /** Slices along the axis as rows. */
    sliced: (src: Tensor): Tensor => reshapeTo(permuteTo(src, order), [index.numel(), width]),
    undo: (y: Tensor): Tensor => reshapeTo(permuteTo(reshapeTo(y, moved), back), x.shape),
  };
}

/** x with one value at places of an axis. @shape x: [..., n, ...], index: int [k] -> as x @example indexFill(zeros([3]), 0, tensor([1], { dtype: "int32" }), 5) // [0, 5, 0] */
export function indexFill(x: Tensor, dim: number, index: Tensor, value: Operand): Tensor {
  needOperand("indexFill", value);
  const { rows, places, undo } = rowsOf("indexFill", x, dim, index);
  if (isTensor(value) && value.ndim > 0)
    throw rankError("indexFill", "the value", "no axes", value.shape);
  const shape = [places.numel(), rows.shape[1] as number];
  const values = isTensor(value)
    ? expandTo(reshapeTo(castTo(value, x.dtype), [1, 1]), shape)
    : full(shape, value, { dtype: x.dtype });
  return undo(putRows(rows, places, values));
}

/** x with slices of `source` at places of an axis. @shape x: [..., n, ...], index: int [k], source: [..., k, ...] -> as x @example indexCopy(zeros([3]), 0, tensor([1], { dtype: "int32" }), tensor([7])) // [0, 7, 0] */
export function indexCopy(x: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  needTensor("indexCopy", "the source", source);
  const { axis, rows, places, sliced, undo } = rowsOf("indexCopy", x, dim, index);
  if (source.dtype !== x.dtype) throw dtypeError("indexCopy", "the source", source.dtype, x.dtype);
  const wide = x.ndim === 0 && source.ndim === 0 ? reshapeTo(source, [1]) : source;
  (x.ndim === 0 ? [1] : x.shape).forEach((n, i) => {
    const want = i === axis ? places.numel() : n;
    if (wide.shape[i] !== want) throw sizeError("indexCopy", "the source", i, want, wide.shape);
  });
  return undo(putRows(rows, places, sliced(wide)));
}

/**
 * x with slices of `source` combined into places of an axis.
 *
 * @shape x: [..., n, ...], index: int [k], source: [..., k, ...] -> as x
 * @param reduce "prod", "mean", "amax" or "amin"
 * @param options.includeSelf whether what stands there counts; default true
 * @example indexReduce(ones([2]), 0, tensor([0, 0], { dtype: "int32" }), tensor([3, 4]), "prod") // [12, 1]
 */
export function indexReduce(
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  reduce: Exclude<Reduction, "sum">,
  options: { includeSelf?: boolean } = {},
): Tensor {
  needOptions("indexReduce", options, ["includeSelf"]);
  needTensor("indexReduce", "the source", source);
  if ((reduce as Reduction) === "sum")
    throw optionError(
      "indexReduce",
      "reduce",
      reduce,
      "prod, mean, amax or amin; for sums there is indexAdd",
    );
  const { axis, places } = rowsOf("indexReduce", x, dim, index);
  const shape = source.shape.map((_, i) => (i === axis ? places.numel() : 1));
  const spread = expandTo(reshapeTo(places, shape), source.shape);
  return scatterReduce(x, axis, spread, source, reduce, options);
}

/** x with elements of `source`, in their order, where the mask holds. @shape x: [...], mask: bool, broadcastable, source: [...] -> as x @example maskedScatter(zeros([3]), tensor([true, false, true]), tensor([1, 2])) // [1, 0, 2] */
export function maskedScatter(x: Tensor, mask: Tensor, source: Tensor): Tensor {
  needTensor("maskedScatter", "the input", x);
  needTensor("maskedScatter", "the mask", mask);
  needTensor("maskedScatter", "the source", source);
  if (mask.dtype !== "bool") throw dtypeError("maskedScatter", "the mask", mask.dtype, "bool");
  if (source.dtype !== x.dtype)
    throw dtypeError("maskedScatter", "the source", source.dtype, x.dtype);
  const shape = broadcastShapes(x.shape, mask.shape);
  if (typeof shape === "number" || !sameShape(shape, x.shape))
    throw sizeError("maskedScatter", "the mask", 0, `those of [${x.shape}]`, mask.shape);
  const flat = reshapeTo(expandTo(mask, x.shape), [x.numel()]);
  const order = noGrad(() => sub(cumsum(castTo(flat, "int32"), 0), 1));
  const picked = takeRows(
    column(source),
    checkedIndex("maskedScatter", where(flat, order, 0), source.numel()),
  );
  return where(reshapeTo(flat, x.shape), reshapeTo(picked, x.shape), x);
}

/** x, flat, with elements of `source` at places; with `accumulate` added. @shape x: [...], index: int [...], source: as index -> as x @example put(zeros([2, 2]), tensor([3], { dtype: "int32" }), tensor([9])) // [[0, 0], [0, 9]] */
export function put(
  x: Tensor,
  index: Tensor,
  source: Tensor,
  options: { accumulate?: boolean } = {},
): Tensor {
  needOptions("put", options, ["accumulate"]);
  needTensor("put", "the input", x);
  needTensor("put", "the index", index);
  needTensor("put", "the source", source);
  if (source.dtype !== x.dtype) throw dtypeError("put", "the source", source.dtype, x.dtype);
  if (source.numel() !== index.numel())
    throw optionError(
      "put",
      "the source's elements",
      source.numel(),
      `${index.numel()}, as the index has`,
    );
  const places = reshapeTo(checkedIndex("put", index, x.numel(), { negative: true }), [
    index.numel(),
  ]);
  const flat = column(x);
  const values = column(source);
  const done = options.accumulate
    ? add(flat, addRows(values, places, x.numel()))
    : putRows(flat, places, values);
  return reshapeTo(done, x.shape);
}

/** x with `source` in one place of an axis. @shape x: [..., n, ...], source: [..., ...] -> as x @example selectScatter(zeros([2, 2]), ones([2]), 0, 1) // [[0, 0], [1, 1]] */
export function selectScatter(x: Tensor, source: Tensor, dim: number, index: number): Tensor {
  needTensor("selectScatter", "the source", source);
  const part = select(x, dim, index);
  needSame("selectScatter", source, part);
  const axis = normalizeDim("selectScatter", dim, x.ndim);
  const start = index < 0 ? index + (x.shape[axis] as number) : index;
  return placed(
    x,
    reshape(
      source,
      x.shape.map((n, i) => (i === axis ? 1 : n)),
    ),
    axis,
    start,
    1,
  );
}

/** x with `source` in a slice of an axis: from start to end, every step. @shape x: [..., n, ...] -> as x @example sliceScatter(zeros([4]), ones([2]), 0, 1, 3) // [0, 1, 1, 0] */
export function sliceScatter(
  x: Tensor,
  source: Tensor,
  dim = 0,
  start: number | null = null,
  end: number | null = null,
  step = 1,
): Tensor {
  needTensor("sliceScatter", "the input", x);
  needTensor("sliceScatter", "the source", source);
  needWhole("sliceScatter", "step", step, 1);
  const axis = normalizeDim("sliceScatter", dim, x.ndim);
  const n = x.shape[axis] as number;
  const at = (v: number | null, otherwise: number): number => {
    if (v === null || v === undefined) return otherwise;
    needWhole("sliceScatter", "start or end", v);
    return Math.min(n, Math.max(0, v < 0 ? v + n : v));
  };
  const [from, to] = [at(start, 0), at(end, n)];
  const count = Math.max(0, Math.ceil((to - from) / step));
  const want = x.shape.map((m, i) => (i === axis ? count : m));
  if (!sameShape(source.shape, want))
    throw sizeError("sliceScatter", "the source", axis, count, source.shape);
  return placed(x, source, axis, from, step);
}

/** x with `source` along an axis from `start`, every `step`. */
function placed(x: Tensor, source: Tensor, axis: number, start: number, step: number): Tensor {
  const n = x.shape[axis] as number;
  const count = source.shape[axis] as number;
  if (count === 0) return add(x, zerosLike(x));
  const places = add(mul(arange(count), step), start);
  const index = castTo(places, "int32");
  return n === 0 ? x : indexCopy(x, axis, index, castTo(source, x.dtype));
}

function needSame(op: string, source: Tensor, part: Tensor): void {
  if (!sameShape(source.shape, part.shape))
    throw optionError(op, "the source's shape", source.shape, `[${part.shape.join(", ")}]`);
}

/** x with `source` on a diagonal. @shape x: [..., m, n, ...], source: as `diagonal` gives it -> as x @example diagonalScatter(zeros([2, 2]), tensor([1, 2])) // [[1, 0], [0, 2]] */
export function diagonalScatter(x: Tensor, source: Tensor, options: DiagonalOptions = {}): Tensor {
  needOptions("diagonalScatter", options, ["offset", "dim1", "dim2"]);
  needTensor("diagonalScatter", "the source", source);
  const part = diagonal(x, options);
  needSame("diagonalScatter", source, part);
  const { offset = 0, dim1 = 0, dim2 = 1 } = options;
  const matrix = diagEmbed(source, { offset, dim1, dim2 });
  const [a, b] = [
    normalizeDim("diagonalScatter", dim1, x.ndim),
    normalizeDim("diagonalScatter", dim2, x.ndim),
  ];
  const line = (axis: number): Tensor =>
    reshapeTo(
      arange(x.shape[axis] as number),
      x.shape.map((n, i) => (i === axis ? n : 1)),
    );
  const on = noGrad(() => {
    const d = sub(line(b), line(a));
    return expandTo(logicalBoth(ge(d, offset), le(d, offset)), x.shape);
  });
  // The matrix of the diagonal is square: cut or grown to the shape of x.
  return where(on, fitted(matrix, x), x);
}

const logicalBoth = (a: Tensor, b: Tensor): Tensor =>
  castTo(minimum(castTo(a, "int32"), castTo(b, "int32")), "bool");

/** Cut or filled with zeros at the ends of the axes to another tensor's shape. */
function fitted(y: Tensor, x: Tensor): Tensor {
  let out = y;
  x.shape.forEach((n, i) => {
    const have = out.shape[i] as number;
    if (have > n) out = narrow(out, i, 0, n);
    else if (have < n)
      out = padZeros(
        out,
        x.shape.flatMap((_, k) => (k === i ? [0, n - have] : [0, 0])),
      );
  });
  return out;
}

/**
 * Rows of the last axis as diagonals of matrices.
 *
 * @shape x: [..., n] -> [..., n + |offset|, n + |offset|]
 * @param options.dim1 where the rows of the matrices go; default −2
 * @param options.dim2 where the columns go; default −1
 * @example diagEmbed(tensor([1, 2])) // [[1, 0], [0, 2]]
 */
export function diagEmbed(x: Tensor, options: DiagonalOptions = {}): Tensor {
  needOptions("diagEmbed", options, ["offset", "dim1", "dim2"]);
  needTensor("diagEmbed", "the input", x);
  if (x.ndim === 0) throw rankError("diagEmbed", "the input", "at least 1 axis", x.shape);
  const { offset = 0, dim1 = -2, dim2 = -1 } = options;
  needWhole("diagEmbed", "offset", offset);
  const a = normalizeDim("diagEmbed", dim1, x.ndim + 1);
  const b = normalizeDim("diagEmbed", dim2, x.ndim + 1);
  if (a === b) throw optionError("diagEmbed", "dim2", dim2, "another axis than dim1");
  const lead = x.shape.slice(0, -1);
  const n = x.shape.at(-1) as number;
  const count = lead.reduce((p, k) => p * k, 1);
  const size = n + Math.abs(offset);
  const [up, down] = [Math.max(0, offset), Math.max(0, -offset)];
  // A row of n followed by n zeros, cut to n·n: each next element begins one place further.
  const flat = reshapeTo(padZeros(reshapeTo(x, [count, n, 1]), [0, 0, 0, 0, 0, n]), [
    count,
    n * (n + 1),
  ]);
  const square = reshapeTo(narrow(flat, 1, 0, n * n), [count, n, n]);
  const full3 = padZeros(square, [0, 0, down, up, up, down]);
  const whole = reshapeTo(full3, [...lead, size, size]);
  const others = lead.map((_, i) => i);
  const order: number[] = [];
  for (let i = 0; i < x.ndim + 1; i++)
    order.push(i === a ? lead.length : i === b ? lead.length + 1 : (others.shift() as number));
  return permuteTo(whole, order);
}

/** All elements as a diagonal. @shape x: [...] -> [n + |offset|, n + |offset|] @example diagflat(tensor([[1, 2]])) // [[1, 0], [0, 2]] */
export function diagflat(x: Tensor, offset = 0): Tensor {
  needTensor("diagflat", "the input", x);
  return diagEmbed(reshape(x, [-1]), { offset });
}

function triangleIndices(
  op: string,
  rows: number,
  columns: number,
  offset: number,
  lower: boolean,
): Tensor {
  needWhole(op, "rows", rows, 0);
  needWhole(op, "columns", columns, 0);
  needWhole(op, "offset", offset);
  const i = reshapeTo(arange(rows), [rows, 1]);
  const d = sub(reshapeTo(arange(columns), [1, columns]), i);
  const mask = lower ? le(d, offset) : ge(d, offset);
  return permuteTo(nonzero(expandTo(mask, [rows, columns])), [1, 0]);
}

/** Rows and columns of the places on and below a diagonal. @shape -> int32 [2, count] @example trilIndices(2, 2) // [[0, 1, 1], [0, 0, 1]] */
export const trilIndices = (rows: number, columns: number, offset = 0): Tensor =>
  triangleIndices("trilIndices", rows, columns, offset, true);

/** Rows and columns of the places on and above a diagonal. @shape -> int32 [2, count] @example triuIndices(2, 2) // [[0, 0, 1], [0, 1, 1]] */
export const triuIndices = (rows: number, columns: number, offset = 0): Tensor =>
  triangleIndices("triuIndices", rows, columns, offset, false);

/** As `nonzero`. @shape x: [...] -> int32 [count, ndim] @example argwhere(tensor([0, 5])) // [[1]] */
export const argwhere: typeof nonzero = nonzero;

/**
 * Slices along an axis whose p-norm is above `maxNorm` scaled down to it.
 *
 * @shape x: [...] -> [...]
 * @example renorm(tensor([[3, 4], [0.3, 0.4]]), 2, 0, 1) // [[0.6, 0.8], [0.3, 0.4]]
 */
export function renorm(x: Tensor, p: number, dim: number, maxNorm: number): Tensor {
  needTensor("renorm", "the input", x);
  if (!(typeof p === "number" && p > 0)) throw optionError("renorm", "p", p, "a number above 0");
  if (!(typeof maxNorm === "number" && maxNorm >= 0))
    throw optionError("renorm", "maxNorm", maxNorm, "a number from 0");
  if (x.ndim < 2) throw rankError("renorm", "the input", "at least 2 axes", x.shape);
  const axis = normalizeDim("renorm", dim, x.ndim);
  const others = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const length = norm(x, p, others, { keepdim: true });
  const scale = clamp(trueDivide(maxNorm, add(length, 1e-7)), null, 1);
  return mul(x, where(le(length, maxNorm), 1, scale));
}

/** x with one value on its main diagonal. @shape x: [m, n] -> as x */
export function filledDiagonal(x: Tensor, value: number): Tensor {
  if (x.ndim < 2) throw rankError("fillDiagonal_", "the tensor", "at least 2 axes", x.shape);
  const line = (axis: number): Tensor =>
    reshapeTo(
      arange(x.shape[axis] as number),
      x.shape.map((n, i) => (i === axis ? n : 1)),
    );
  let on: Tensor = ones(x.shape, { dtype: "bool" });
  for (let i = 1; i < x.ndim; i++) on = logicalBoth(on, le(abs(sub(line(i), line(0))), 0));
  return maskedFill(x, on, value);
}
