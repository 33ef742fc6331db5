/** Joining, cutting and turning tensors under the names that NumPy made common, all made of `cat`, `split` and reshaping. */

import { needWhole, needWholes } from "../arguments.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { promote } from "../dtype.ts";
import { optionError, rankError } from "../errors.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { castTo, needTensor, needTensors } from "./cast.ts";
import { fromTyped, zeros } from "./create.ts";
import { normalizeDim } from "./dims.ts";
import { indexSelect } from "./gather.ts";
import { checkedIndex } from "./index-check.ts";
import { floorDivide, remainder } from "./math.ts";
import { catAxis, expandTo, padZeros, reshapeTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { broadcast } from "./primitive.ts";
import { cat, expand, flip, narrow, reshape, split, stack, unsqueeze } from "./shape-ops.ts";

/** At least 1 axis. @shape x: [...] -> [...], [] -> [1] @example atleast1d(tensor(3)) // [3] */
export function atleast1d(x: Tensor): Tensor {
  needTensor("atleast1d", "the input", x);
  return x.ndim === 0 ? reshape(x, [1]) : x;
}

/** At least 2 axes, new ones first. @shape x: [n] -> [1, n] @example atleast2d(tensor([1, 2])) // [[1, 2]] */
export function atleast2d(x: Tensor): Tensor {
  const y = atleast1d(x);
  return y.ndim === 1 ? unsqueeze(y, 0) : y;
}

/** At least 3 axes: a row goes into the middle, a matrix gets a last axis. @shape x: [m, n] -> [m, n, 1], [n] -> [1, n, 1] @example atleast3d(tensor([1, 2])).shape // [1, 2, 1] */
export function atleast3d(x: Tensor): Tensor {
  const y = atleast2d(x);
  return y.ndim === 2 ? unsqueeze(y, -1) : y;
}

function some(op: string, xs: readonly Tensor[]): void {
  needTensors(op, "tensors", xs);
  if (xs.length === 0) throw optionError(op, "tensors", "empty", "a list of at least one tensor");
}

/** Side by side: along the second axis, rows along their only one. @shape xs: [m, nᵢ] -> [m, Σnᵢ] @example hstack([tensor([1]), tensor([2, 3])]) // [1, 2, 3] */
export function hstack(xs: readonly Tensor[]): Tensor {
  some("hstack", xs);
  const list = xs.map(atleast1d);
  return cat(list, (list[0] as Tensor).ndim === 1 ? 0 : 1);
}

/** One below the other; rows become matrices of one row. @shape xs: [mᵢ, n] -> [Σmᵢ, n] @example vstack([tensor([1, 2]), tensor([3, 4])]) // [[1, 2], [3, 4]] */
export function vstack(xs: readonly Tensor[]): Tensor {
  some("vstack", xs);
  return cat(xs.map(atleast2d), 0);
}

/** As `vstack`. @shape xs: [mᵢ, n] -> [Σmᵢ, n] @example rowStack([tensor([1]), tensor([2])]) // [[1], [2]] */
export const rowStack: typeof vstack = vstack;

/** One behind the other, along the third axis. @shape xs: [m, n, kᵢ] -> [m, n, Σkᵢ] @example dstack([tensor([1]), tensor([2])]) // [[[1, 2]]] */
export function dstack(xs: readonly Tensor[]): Tensor {
  some("dstack", xs);
  return cat(xs.map(atleast3d), 2);
}

/** As `hstack`, but a row becomes a column first. @shape xs: [m] or [m, nᵢ] -> [m, Σ] @example columnStack([tensor([1, 2]), tensor([3, 4])]) // [[1, 3], [2, 4]] */
export function columnStack(xs: readonly Tensor[]): Tensor {
  some("columnStack", xs);
  return cat(
    xs.map((x) => (x.ndim < 2 ? reshape(x, [x.numel(), 1]) : x)),
    1,
  );
}

/** All brought to one shape. @shape xs: broadcastable -> each the broadcast shape @throws ShapeError `shape/broadcast` @example broadcastTensors(tensor([1]), tensor([1, 2]))[0] // [1, 1] */
export function broadcastTensors(...xs: readonly Tensor[]): Tensor[] {
  needTensors("broadcastTensors", "tensors", xs);
  const shape = xs.reduce<Shape>((s, x) => broadcast("broadcastTensors", s, x.shape), []);
  return xs.map((x) => expand(x, shape));
}

/** The shape that shapes broadcast to. @throws ShapeError `shape/broadcast` @example broadcastShapes([2, 1], [3]) // [2, 3] */
export function broadcastShapes(...shapes: readonly Shape[]): Shape {
  for (const s of shapes) needWholes("broadcastShapes", "a shape", s, 0);
  return shapes.reduce<Shape>((s, t) => broadcast("broadcastShapes", s, t), []);
}

/** All elements in a row. @shape x: [...] -> [n] @example ravel(tensor([[1], [2]])) // [1, 2] */
export function ravel(x: Tensor): Tensor {
  needTensor("ravel", "the input", x);
  return reshape(x, [-1]);
}

/** Mirrored left to right. @shape x: [m, n, ...] @throws ShapeError `shape/rank` @example fliplr(tensor([[1, 2]])) // [[2, 1]] */
export function fliplr(x: Tensor): Tensor {
  needTensor("fliplr", "the input", x);
  if (x.ndim < 2) throw rankError("fliplr", "the input", "at least 2 axes", x.shape);
  return flip(x, [1]);
}

/** Mirrored top to bottom. @shape x: [m, ...] @throws ShapeError `shape/rank` @example flipud(tensor([1, 2])) // [2, 1] */
export function flipud(x: Tensor): Tensor {
  needTensor("flipud", "the input", x);
  if (x.ndim < 1) throw rankError("flipud", "the input", "at least 1 axis", x.shape);
  return flip(x, [0]);
}

/**
 * Pieces of an axis: so many of nearly equal size, or cut before the given places.
 *
 * @shape x: [..., n, ...] -> pieces
 * @example tensorSplit(tensor([1, 2, 3]), 2)[0] // [1, 2]
 */
export function tensorSplit(x: Tensor, sections: number | readonly number[], dim = 0): Tensor[] {
  needTensor("tensorSplit", "the input", x);
  if (x.ndim === 0) throw rankError("tensorSplit", "the input", "at least 1 axis", x.shape);
  const axis = normalizeDim("tensorSplit", dim, x.ndim);
  const n = x.shape[axis] as number;
  if (Array.isArray(sections)) {
    needWholes("tensorSplit", "sections", sections);
    const at = (i: number): number => Math.min(n, Math.max(0, i < 0 ? i + n : i));
    const cuts = [0, ...sections.map(at), n];
    return cuts
      .slice(1)
      .map((end, i) => narrow(x, axis, cuts[i] as number, Math.max(0, end - (cuts[i] as number))));
  }
  needWhole("tensorSplit", "sections", sections, 1);
  const [size, more] = [Math.floor(n / sections), n % sections];
  return split(
    x,
    Array.from({ length: sections }, (_, i) => size + (i < more ? 1 : 0)),
    axis,
  );
}

function splitAlong(
  op: string,
  least: number,
  x: Tensor,
  sections: number | readonly number[],
  axis: number,
): Tensor[] {
  needTensor(op, "the input", x);
  if (x.ndim < least) throw rankError(op, "the input", `at least ${least} axes`, x.shape);
  const n = x.shape[axis] as number;
  if (typeof sections === "number" && n % sections !== 0)
    throw optionError(op, "sections", sections, `a divisor of ${n}`);
  return tensorSplit(x, sections, axis);
}

/** Pieces side by side, of equal size or cut before places. @shape x: [m, n, ...] -> pieces of axis 1 (0 of a row) @example hsplit(tensor([1, 2]), 2)[1] // [2] */
export const hsplit = (x: Tensor, sections: number | readonly number[]): Tensor[] =>
  splitAlong("hsplit", 1, x, sections, x?.ndim === 1 ? 0 : 1);

/** Pieces one below the other. @shape x: [m, n, ...] -> pieces of axis 0 @example vsplit(tensor([[1], [2]]), 2)[1] // [[2]] */
export const vsplit = (x: Tensor, sections: number | readonly number[]): Tensor[] =>
  splitAlong("vsplit", 2, x, sections, 0);

/** Pieces one behind the other. @shape x: [m, n, k, ...] -> pieces of axis 2 @example dsplit(tensor([[[1, 2]]]), 2)[1] // [[[2]]] */
export const dsplit = (x: Tensor, sections: number | readonly number[]): Tensor[] =>
  splitAlong("dsplit", 3, x, sections, 2);

/** Pieces of the given sizes. @shape x: [...] @example splitWithSizes(tensor([1, 2, 3]), [1, 2])[1] // [2, 3] */
export function splitWithSizes(x: Tensor, sizes: readonly number[], dim = 0): Tensor[] {
  needWholes("splitWithSizes", "sizes", sizes, 0);
  return split(x, sizes, dim);
}

/** Every choice of one element from each, a row each. @shape xs: [nᵢ] -> [Π nᵢ, k] (one tensor: itself) @example cartesianProd(tensor([1, 2]), tensor([3])) // [[1, 3], [2, 3]] */
export function cartesianProd(...xs: readonly Tensor[]): Tensor {
  some("cartesianProd", xs);
  for (const x of xs)
    if (x.ndim > 1) throw rankError("cartesianProd", "a tensor", "1 axis", x.shape);
  if (xs.length === 1) return xs[0] as Tensor;
  const sizes = xs.map((x) => x.numel());
  const columns = xs.map((x, i) => {
    const shape = sizes.map((n, k) => (k === i ? n : 1));
    return reshapeTo(expandTo(reshapeTo(x, shape), sizes), [sizeOf(sizes)]);
  });
  return stack(columns, 1);
}

/** Every choice of r elements, in order, a row each. @shape x: [n] -> [count, r] @example combinations(tensor([1, 2, 3])) // [[1, 2], [1, 3], [2, 3]] */
export function combinations(
  x: Tensor,
  r = 2,
  options: { withReplacement?: boolean } = {},
): Tensor {
  needOptions("combinations", options, ["withReplacement"]);
  needTensor("combinations", "the input", x);
  needWhole("combinations", "r", r, 0);
  if (x.ndim !== 1) throw rankError("combinations", "the input", "1 axis", x.shape);
  if (r === 0) return zeros([0], { dtype: x.dtype });
  const n = x.numel();
  const rows: number[][] = [];
  const step = options.withReplacement ? 0 : 1;
  const choose = (from: number, chosen: number[]): void => {
    if (chosen.length === r) rows.push(chosen);
    else for (let i = from; i < n; i++) choose(i + step, [...chosen, i]);
  };
  choose(0, []);
  const places = fromTyped(Int32Array.from(rows.flat()), [rows.length * r], "int32");
  return reshapeTo(indexSelect(x, 0, places), [rows.length, r]);
}

/** Matrices along a diagonal, zeros elsewhere. @shape xs: [mᵢ, nᵢ] -> [Σmᵢ, Σnᵢ] @example blockDiag(tensor([[1]]), tensor([[2, 3]])) // [[1, 0, 0], [0, 2, 3]] */
export function blockDiag(...xs: readonly Tensor[]): Tensor {
  needTensors("blockDiag", "tensors", xs);
  for (const x of xs)
    if (x.ndim > 2) throw rankError("blockDiag", "a tensor", "at most 2 axes", x.shape);
  if (xs.length === 0) return zeros([1, 0]);
  const list = xs.map(atleast2d);
  const dtype = list.map((x) => x.dtype).reduce(promote);
  const width = list.reduce((n, x) => n + (x.shape[1] as number), 0);
  let before = 0;
  const rows = list.map((x) => {
    const n = x.shape[1] as number;
    const row = padZeros(castTo(x, dtype), [0, 0, before, width - before - n]);
    before += n;
    return row;
  });
  return catAxis(rows, 0);
}

/** The coordinates of flat places in a shape, a tensor an axis. @shape places: int [...] -> as many int32 [...] @example unravelIndex(tensor([5], { dtype: "int32" }), [2, 3])[1] // [2] */
export function unravelIndex(places: Tensor, shape: Shape): Tensor[] {
  needTensor("unravelIndex", "the places", places);
  needWholes("unravelIndex", "shape", shape, 0);
  let rest = castTo(checkedIndex("unravelIndex", places, sizeOf(shape)), "int32");
  const found: Tensor[] = [];
  for (const n of shape.toReversed()) {
    found.unshift(reshapeTo(remainder(rest, n), places.shape));
    rest = floorDivide(rest, n);
  }
  return found;
}
