/** Shapes: reshaping, reordering, growing and cutting axes: views where PyTorch's are; nothing is copied. */

import { needWhole, needWholes } from "../arguments.ts";
import { recordMany } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { promote } from "../dtype.ts";
import {
  catShapeError,
  dimRangeError,
  dtypeError,
  expandError,
  indexRangeError,
  optionError,
  rankError,
  reshapeError,
  sizeError,
} from "../errors.ts";
import * as graph from "../graph/node.ts";
import { broadcastShapes } from "../graph/node.ts";
import { readNode } from "../runtime/realize.ts";
import { type Shape, sameShape, sizeOf } from "../shape.ts";
import { asTensor, castTo, isTensor, needTensor, needTensors } from "./cast.ts";
import { where } from "./compare.ts";
import { fromTyped, full } from "./create.ts";
import { normalizeDim, normalizeDims } from "./dims.ts";
import { indexSelect } from "./gather.ts";
import {
  catAxis,
  expandTo,
  flipAxes,
  padZeros,
  permuteTo,
  reshapeTo,
  shrinkTo,
  unshared,
} from "./movement.ts";
import { needOptions } from "./options.ts";
import { canView, follow, viewOf } from "./view.ts";

/**
 * The same elements in row-major order under another shape; one size may be −1.
 *
 * @shape x: [...] -> shape
 * @throws ShapeError `shape/reshape`
 * @example reshape(tensor([1, 2, 3, 4]), [2, -1]) // [[1, 2], [3, 4]]
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  needTensor("reshape", "the input", x);
  needWholes("reshape", "shape", shape);
  const unknown = shape.filter((n) => n === -1).length;
  if (unknown > 1 || shape.some((n) => !Number.isInteger(n) || n < -1))
    throw reshapeError("reshape", x.shape, shape);
  const known = shape.reduce((p, n) => (n === -1 ? p : p * n), 1);
  const target = shape.map((n) => (n === -1 ? x.numel() / known : n));
  if (sizeOf(target) !== x.numel() || target.some((n) => !Number.isInteger(n)))
    throw reshapeError("reshape", x.shape, shape);
  return asReshaped(x, target);
}

/** A view where PyTorch's strides allow one, else a copy. */
const asReshaped = (x: Tensor, shape: Shape): Tensor =>
  canView(x, shape) ? viewOf(x, (y) => reshapeTo(y, shape)) : reshapeTo(x, shape);

/** As `reshape`. @shape x: [...] -> shape @example view(tensor([1, 2]), [2, 1]) // [[1], [2]] */
export const view = (x: Tensor, shape: Shape): Tensor => reshape(x, shape);

/** Axes startDim to endDim joined into one. @shape x: [...] -> [..., n, ...] @example flatten(tensor([[1], [2]])) // [1, 2] */
export function flatten(x: Tensor, startDim = 0, endDim = -1): Tensor {
  needTensor("flatten", "the input", x);
  if (x.ndim === 0) return asReshaped(x, [1]);
  const a = normalizeDim("flatten", startDim, x.ndim);
  const b = normalizeDim("flatten", endDim, x.ndim);
  if (a > b) throw optionError("flatten", "endDim", endDim, `not before startDim ${startDim}`);
  const middle = x.shape.slice(a, b + 1).reduce((p, n) => p * n, 1);
  return asReshaped(x, [...x.shape.slice(0, a), middle, ...x.shape.slice(b + 1)]);
}
/** One axis split into several. @shape x: [...] @example unflatten(tensor([1, 2]), 0, [2, 1]) // [[1], [2]] */
export function unflatten(x: Tensor, dim: number, sizes: Shape): Tensor {
  needTensor("unflatten", "the input", x);
  needWholes("unflatten", "sizes", sizes);
  const a = normalizeDim("unflatten", dim, x.ndim);
  const known = sizes.reduce((p, n) => (n === -1 ? p : p * n), 1);
  const full = sizes.map((n) => (n === -1 ? (x.shape[a] as number) / known : n));
  return reshape(x, [...x.shape.slice(0, a), ...full, ...x.shape.slice(a + 1)]);
}
/** Axes in another order. @shape x: [...] @throws UsageError `usage/option` @example permute(tensor([[1, 2]]), [1, 0]) // [[1], [2]] */
export function permute(x: Tensor, dims: readonly number[]): Tensor {
  needTensor("permute", "the input", x);
  needWholes("permute", "dims", dims);
  const order = dims.map((d) => normalizeDim("permute", d, x.ndim));
  if (order.length !== x.ndim || new Set(order).size !== x.ndim)
    throw optionError("permute", "dims", `[${dims}]`, `each of the ${x.ndim} axes once`);
  return viewOf(x, (y) => permuteTo(y, order));
}
/** Two axes swapped. @shape x: [...] @example transpose(tensor([[1, 2]]), 0, 1) // [[1], [2]] */
export function transpose(x: Tensor, a: number, b: number): Tensor {
  needTensor("transpose", "the input", x);
  const order = x.shape.map((_, i) => i);
  if (x.ndim === 0) return x;
  const i = normalizeDim("transpose", a, x.ndim);
  const j = normalizeDim("transpose", b, x.ndim);
  [order[i], order[j]] = [j, i];
  return viewOf(x, (y) => permuteTo(y, order));
}
/** A matrix transposed. @shape x: [m, n] -> [n, m] @example t(tensor([[1, 2]])) // [[1], [2]] */
export function t(x: Tensor): Tensor {
  needTensor("t", "the input", x);
  if (x.ndim > 2) throw rankError("t", "the input", "at most 2 axes", x.shape);
  return x.ndim < 2 ? x : transpose(x, 0, 1);
}
/** Axes moved to other places. @shape x: [...] @example movedim(tensor([[1, 2]]), 0, 1) // [[1], [2]] */
export function movedim(
  x: Tensor,
  source: number | number[],
  destination: number | number[],
): Tensor {
  needTensor("movedim", "the input", x);
  const from = [source].flat().map((d) => normalizeDim("movedim", d, x.ndim));
  const to = [destination].flat().map((d) => normalizeDim("movedim", d, x.ndim));
  if (from.length !== to.length)
    throw optionError("movedim", "destination", `[${to}]`, `as long as the source, [${from}]`);
  if (new Set(from).size !== from.length || new Set(to).size !== to.length)
    throw optionError("movedim", "source or destination", `[${from}] or [${to}]`, "each axis once");
  const order = new Array<number>(x.ndim).fill(-1);
  from.forEach((f, i) => {
    order[to[i] as number] = f;
  });
  const rest = x.shape.map((_, i) => i).filter((i) => !from.includes(i));
  const whole = order.map((f) => (f >= 0 ? f : (rest.shift() as number)));
  return viewOf(x, (y) => permuteTo(y, whole));
}
/** Broadcast to a shape; −1 keeps a size. @shape x: [...] -> shape @throws ShapeError `shape/expand` @example expand(tensor([[1], [2]]), [2, 2]) // [[1, 1], [2, 2]] */
export function expand(x: Tensor, shape: Shape): Tensor {
  needTensor("expand", "the input", x);
  needWholes("expand", "shape", shape);
  const lead = shape.length - x.ndim;
  const target = shape.map((n, i) => (n === -1 ? (x.shape[i - lead] ?? -1) : n));
  const wide = broadcastShapes(x.shape, target);
  const sizes = target.every((n) => Number.isInteger(n) && n >= 0);
  if (lead < 0 || !sizes || typeof wide === "number" || !sameShape(wide, target))
    throw expandError("expand", x.shape, shape);
  return viewOf(x, (y) => expandTo(y, target));
}
/** Broadcast to another tensor's shape. @shape x: [...] @example expandAs(tensor([1]), tensor([1, 2])) // [1, 1] */
export const expandAs = (x: Tensor, other: Tensor): Tensor => {
  needTensor("expandAs", "the other", other);
  return expand(x, other.shape);
};
/** As `expand`. @shape x: [...] @example broadcastTo(tensor([1]), [2]) // [1, 1] */
export const broadcastTo = (x: Tensor, shape: Shape): Tensor => expand(x, shape);
/** Axes of size 1 left out. @shape x: [...] @example squeeze(tensor([[1, 2]])) // [1, 2] */
export function squeeze(x: Tensor, dim?: number | readonly number[]): Tensor {
  needTensor("squeeze", "the input", x);
  const none = typeof dim === "object" && dim !== null && dim.length === 0;
  const axes: number[] = none ? [] : normalizeDims("squeeze", dim, x.ndim);
  const kept = x.shape.filter((n, i) => n !== 1 || !axes.includes(i));
  return viewOf(x, (y) => reshapeTo(y, kept));
}
/** A new axis of size 1. @shape x: [...] @throws ShapeError `shape/dim-range` @example unsqueeze(tensor([1, 2]), 0) // [[1, 2]] */
export function unsqueeze(x: Tensor, dim: number): Tensor {
  needTensor("unsqueeze", "the input", x);
  const n = x.ndim + 1;
  if (!Number.isInteger(dim) || dim < -n || dim >= n) throw dimRangeError("unsqueeze", dim, n);
  const a = dim < 0 ? dim + n : dim;
  return viewOf(x, (y) => reshapeTo(y, [...x.shape.slice(0, a), 1, ...x.shape.slice(a)]));
}
/** Axes reversed. @shape x: [...] @example flip(tensor([1, 2]), [0]) // [2, 1] */
export function flip(x: Tensor, dims: number | readonly number[]): Tensor {
  needTensor("flip", "the input", x);
  const axes = [dims].flat().length === 0 ? [] : normalizeDims("flip", dims, x.ndim);
  return unshared(x, flipAxes(x, axes));
}

const ranges = (shape: Shape, axis: number, lo: number, hi: number): number[] =>
  shape.flatMap((n, i) => (i === axis ? [lo, hi] : [0, n]));

/** `length` places of an axis from `start`. @shape x: [...] @throws IndexError @example narrow(tensor([1, 2, 3]), 0, 1, 2) // [2, 3] */
export function narrow(x: Tensor, dim: number, start: number, length: number): Tensor {
  needTensor("narrow", "the input", x);
  if (x.ndim === 0) throw rankError("narrow", "the input", "at least 1 axis", x.shape);
  const a = normalizeDim("narrow", dim, x.ndim);
  const n = x.shape[a] as number;
  needWhole("narrow", "start", start);
  needWhole("narrow", "length", length);
  const from = start < 0 ? start + n : start;
  if (from < 0 || from > n) throw indexRangeError("narrow", start, n);
  if (length < 0 || from + length > n) throw indexRangeError("narrow", from + length, n);
  return viewOf(x, (y) => shrinkTo(y, ranges(y.shape, a, from, from + length)));
}
/** One place of an axis, which goes away. @shape x: [...] @throws IndexError @example select(tensor([[1, 2], [3, 4]]), 0, 1) // [3, 4] */
export function select(x: Tensor, dim: number, index: number): Tensor {
  needTensor("select", "the input", x);
  const a = normalizeDim("select", dim, x.ndim);
  needWhole("select", "index", index);
  const n = x.shape[a] as number;
  const i = index < 0 ? index + n : index;
  if (i < 0 || i >= n) throw indexRangeError("select", index, n);
  const rest = x.shape.filter((_, k) => k !== a);
  return viewOf(x, (y) => reshapeTo(shrinkTo(y, ranges(y.shape, a, i, i + 1)), rest));
}

/**
 * Tensors joined along an axis.
 *
 * @shape xs: equal but for `dim`
 * @throws ShapeError `shape/cat`
 * @example cat([tensor([1]), tensor([2, 3])]) // [1, 2, 3]
 */
export function cat(xs: readonly Tensor[], dim = 0): Tensor {
  needTensors("cat", "tensors", xs);
  if (xs.length === 0)
    throw optionError("cat", "tensors", "empty", "a list of at least one tensor");
  const some = xs.filter((x) => !(x.ndim === 1 && x.shape[0] === 0));
  const list = some.length > 0 ? some : xs.slice(0, 1);
  const first = list[0] as Tensor;
  const axis = normalizeDim("cat", dim, first.ndim);
  list.forEach((x, i) => {
    if (
      x.ndim !== first.ndim ||
      x.ndim === 0 ||
      x.shape.some((n, k) => k !== axis && n !== first.shape[k])
    )
      throw catShapeError("cat", i, x.shape, first.shape, axis);
  });
  const dtype = list.map((x) => x.dtype).reduce(promote);
  return catAxis(
    list.map((x) => castTo(x, dtype)),
    axis,
  );
}
/** Tensors of one shape along a new axis. @shape xs: all [...] @throws ShapeError `shape/cat` @example stack([tensor([1]), tensor([2])]) // [[1], [2]] */
export function stack(xs: readonly Tensor[], dim = 0): Tensor {
  needTensors("stack", "tensors", xs);
  if (xs.length === 0)
    throw optionError("stack", "tensors", "empty", "a list of at least one tensor");
  const first = xs[0] as Tensor;
  xs.forEach((x, i) => {
    if (!sameShape(x.shape, first.shape))
      throw catShapeError("stack", i, x.shape, first.shape, dim);
  });
  return cat(
    xs.map((x) => unsqueeze(x, dim)),
    dim < 0 ? dim + first.ndim + 1 : dim,
  );
}
/** Pieces of the given size (the last may be smaller) or sizes. @shape x: [...] @example split(tensor([1, 2, 3]), 2)[1] // [3] */
export function split(x: Tensor, sizeOrSizes: number | readonly number[], dim = 0): Tensor[] {
  needTensor("split", "the input", x);
  const axis = normalizeDim("split", dim, x.ndim);
  const n = x.shape[axis] as number;
  let sizes: readonly number[];
  if (typeof sizeOrSizes === "number") {
    if (!Number.isInteger(sizeOrSizes) || sizeOrSizes < 1)
      throw optionError("split", "size", sizeOrSizes, "a whole number from 1");
    const count = Math.max(1, Math.ceil(n / sizeOrSizes));
    sizes = Array.from({ length: count }, (_, i) => Math.min(sizeOrSizes, n - i * sizeOrSizes));
  } else {
    needWholes("split", "sizes", sizeOrSizes);
    sizes = sizeOrSizes;
  }
  if (sizes.some((k) => !Number.isInteger(k) || k < 0) || sizes.reduce((a, b) => a + b, 0) !== n)
    throw optionError("split", "sizes", `[${sizes}]`, `whole numbers from 0 that sum to ${n}`);
  let at = 0;
  const cuts = sizes.map((s) => {
    at += s;
    return ranges(x.shape, axis, at - s, at);
  });
  const nodes = cuts.map((cut) => graph.shrink(x.node, cut));
  // One join of all pieces' gradients, rather than a sum of padded ones.
  const pieces = recordMany("split", nodes, [x], (gs) => [catAxis(gs.slice(), axis)]);
  return pieces.map((piece, i) => follow(piece, x, (y) => shrinkTo(y, cuts[i] as number[])));
}
/** At most `chunks` pieces of equal size. @shape x: [...] @example chunk(tensor([1, 2, 3, 4]), 2)[1] // [3, 4] */
export function chunk(x: Tensor, chunks: number, dim = 0): Tensor[] {
  needTensor("chunk", "the input", x);
  if (!Number.isInteger(chunks) || chunks < 1)
    throw optionError("chunk", "chunks", chunks, "a whole number from 1");
  const n = x.shape[normalizeDim("chunk", dim, x.ndim)] as number;
  return split(x, Math.max(1, Math.ceil(n / chunks)), dim);
}
/** All places of an axis, without it. @shape x: [...] @example unbind(tensor([1, 2]))[0] // 1 */
export function unbind(x: Tensor, dim = 0): Tensor[] {
  needTensor("unbind", "the input", x);
  const axis = normalizeDim("unbind", dim, x.ndim);
  // Without places there is no piece; split gives an empty one, as PyTorch's does.
  if (x.shape[axis] === 0) return [];
  const rest = x.shape.filter((_, i) => i !== axis);
  return split(x, 1, axis).map((piece) => viewOf(piece, (y) => reshapeTo(y, rest)));
}
/** The tensor repeated along each axis. @shape x: [...] @example repeat(tensor([1, 2]), [2]) // [1, 2, 1, 2] */
export function repeat(x: Tensor, sizes: readonly number[]): Tensor {
  needTensor("repeat", "the input", x);
  needWholes("repeat", "sizes", sizes, 0);
  if (sizes.length < x.ndim)
    throw optionError("repeat", "sizes", `[${sizes}]`, `at least ${x.ndim} numbers`);
  const lead = sizes.length - x.ndim;
  const shape = [...new Array<number>(lead).fill(1), ...x.shape];
  const split2 = reshapeTo(
    x,
    shape.flatMap((n) => [1, n]),
  );
  const wide = expandTo(
    split2,
    shape.flatMap((n, i) => [sizes[i] as number, n]),
  );
  return unshared(
    x,
    reshapeTo(
      wide,
      shape.map((n, i) => n * (sizes[i] as number)),
    ),
  );
}
/** As `repeat`, with missing sizes 1. @shape x: [...] @example tile(tensor([1]), [2]) // [1, 1] */
export function tile(x: Tensor, dims: readonly number[]): Tensor {
  needTensor("tile", "the input", x);
  needWholes("tile", "dims", dims, 0);
  return repeat(x, [...new Array<number>(Math.max(0, x.ndim - dims.length)).fill(1), ...dims]);
}
/** Elements shifted along axes, around the end. @shape x: [...] @example roll(tensor([1, 2, 3]), 1) // [3, 1, 2] */
export function roll(
  x: Tensor,
  shifts: number | readonly number[],
  dims?: number | readonly number[],
): Tensor {
  needTensor("roll", "the input", x);
  const by = [shifts].flat() as number[];
  needWholes("roll", "shifts", by);
  if (dims === undefined) {
    if (by.length !== 1)
      throw optionError("roll", "shifts", `[${by}]`, "one number where there are no dims");
    return reshapeTo(roll(reshapeTo(x, [x.numel()]), by, 0), x.shape);
  }
  if (by.length !== [dims].flat().length)
    throw optionError("roll", "dims", `[${dims}]`, `as many as the shifts, [${by}]`);
  const rolled = ([dims].flat() as number[]).reduce((y, d, i) => {
    if (x.ndim === 0) throw dimRangeError("roll", d, 0);
    const axis = normalizeDim("roll", d, x.ndim);
    const n = x.shape[axis] as number;
    const s = n === 0 ? 0 : (((by[i] as number) % n) + n) % n;
    if (s === 0) return y;
    return catAxis(
      [shrinkTo(y, ranges(y.shape, axis, n - s, n)), shrinkTo(y, ranges(y.shape, axis, 0, n - s))],
      axis,
    );
  }, x);
  return unshared(x, rolled);
}

const padModes = ["constant", "reflect", "replicate", "circular"] as const;
export type PadMode = (typeof padModes)[number];

/**
 * Padding of the last axes: `amounts` is [left, right, top, bottom, …], the last axis first; negative cuts.
 *
 * @shape x: [...] -> [...]
 * @throws UsageError `usage/option`
 * @example pad(tensor([1, 2]), [1, 1]) // [0, 1, 2, 0]
 */
export function pad(
  x: Tensor,
  amounts: readonly number[],
  options: { mode?: PadMode; value?: number } = {},
): Tensor {
  needOptions("pad", options, ["mode", "value"]);
  needTensor("pad", "the input", x);
  needWholes("pad", "amounts", amounts);
  const { mode = "constant", value = 0 } = options;
  if (amounts.length % 2 !== 0 || amounts.length / 2 > x.ndim)
    throw optionError("pad", "amounts", `[${amounts}]`, `pairs for at most ${x.ndim} axes`);
  if (!padModes.includes(mode))
    throw optionError("pad", "mode", mode, padModes.map((m) => `"${m}"`).join(", "));
  if (mode !== "constant") {
    const grown = amounts.map((n) => Math.max(0, n));
    const less = amounts.map((n) => Math.min(0, n));
    if (less.every((n) => n === 0)) return padFrom(x, amounts, mode);
    // What is cut off is seen by a mirror, but does not come round again.
    return mode === "circular"
      ? padFrom(pad(x, less), grown, mode)
      : pad(padFrom(x, grown, mode), less);
  }
  const before = (i: number) => amounts[2 * (x.ndim - 1 - i)] ?? 0;
  const after = (i: number) => amounts[2 * (x.ndim - 1 - i) + 1] ?? 0;
  x.shape.forEach((n, i) => {
    if (n + before(i) + after(i) < 0 || -before(i) > n || -after(i) > n)
      throw optionError(
        "pad",
        `amounts of axis ${i}`,
        `[${before(i)}, ${after(i)}]`,
        `at least -${n} in all`,
      );
  });
  const cut = shrinkTo(
    x,
    x.shape.flatMap((n, i) => [Math.max(0, -before(i)), n - Math.max(0, -after(i))]),
  );
  const sides = x.shape.flatMap((_, i) => [Math.max(0, before(i)), Math.max(0, after(i))]);
  if (value === 0) return unshared(x, padZeros(cut, sides));
  const inside = padZeros(full(cut.shape, true), sides);
  return where(inside, padZeros(cut, sides), asTensor(value, x.dtype));
}

/** Padding with elements of the tensor itself, axis by axis. */
function padFrom(x: Tensor, amounts: readonly number[], mode: PadMode): Tensor {
  let y = x;
  for (let k = 0; k < amounts.length / 2; k++) {
    const axis = x.ndim - 1 - k;
    const n = x.shape[axis] as number;
    const [left, right] = [amounts[2 * k] as number, amounts[2 * k + 1] as number];
    const limit = mode === "reflect" ? n - 1 : mode === "circular" ? n : Number.POSITIVE_INFINITY;
    if (left > limit || right > limit)
      throw optionError(
        "pad",
        `amounts of axis ${axis}`,
        `[${left}, ${right}]`,
        `at most ${limit} for mode ${mode}`,
      );
    const cut = (lo: number, hi: number) => shrinkTo(y, ranges(y.shape, axis, lo, hi));
    const many = (piece: Tensor, count: number) =>
      expandTo(
        piece,
        piece.shape.map((m, i) => (i === axis ? count : m)),
      );
    const parts: Tensor[] = [];
    if (left > 0)
      parts.push(
        mode === "reflect"
          ? flipAxes(cut(1, left + 1), [axis])
          : mode === "replicate"
            ? many(cut(0, 1), left)
            : cut(n - left, n),
      );
    parts.push(y);
    if (right > 0)
      parts.push(
        mode === "reflect"
          ? flipAxes(cut(n - 1 - right, n - 1), [axis])
          : mode === "replicate"
            ? many(cut(n - 1, n), right)
            : cut(0, right),
      );
    y = catAxis(parts, axis);
  }
  return y;
}

/**
 * Each element (or slice along `dim`) n times in a row.
 *
 * @shape x: [...] -> [n·count], or with `dim` n times longer there
 * @param n how often: a number, or an int tensor with one for each place, which is read at once
 * @example repeatInterleave(tensor([1, 2]), 2) // [1, 1, 2, 2]
 */
export function repeatInterleave(x: Tensor, n: number | Tensor, dim?: number | null): Tensor {
  needTensor("repeatInterleave", "the input", x);
  if (isTensor(n)) return repeatEach(x, n, dim);
  if (!Number.isInteger(n) || n < 0)
    throw optionError("repeatInterleave", "n", n, "a whole number from 0");
  const flat = dim === undefined || dim === null;
  const source = flat ? reshapeTo(x, [x.numel()]) : x;
  const axis = flat ? 0 : normalizeDim("repeatInterleave", dim, x.ndim);
  const at = axis + 1;
  const wide = reshapeTo(source, [...source.shape.slice(0, at), 1, ...source.shape.slice(at)]);
  const grown = expandTo(
    wide,
    wide.shape.map((m, i) => (i === at ? n : m)),
  );
  return reshapeTo(
    grown,
    source.shape.map((m, i) => (i === axis ? m * n : m)),
  );
}

/** Each place of an axis as often as `counts` says, which is read now: the result's shape depends on it. */
function repeatEach(x: Tensor, counts: Tensor, dim: number | null | undefined): Tensor {
  const op = "repeatInterleave";
  const flat = dim === undefined || dim === null;
  const source = flat ? reshapeTo(x, [x.numel()]) : x;
  const axis = flat ? 0 : normalizeDim(op, dim, x.ndim);
  const size = source.shape[axis];
  if (counts.dtype !== "int32" && counts.dtype !== "uint8")
    throw dtypeError(op, "the counts", counts.dtype, "int32 or uint8");
  const each = counts.numel() === 1 ? null : counts.numel();
  if (counts.ndim > 1 || (each !== null && each !== size))
    throw sizeError(op, "the counts", 0, `1 or ${size}`, counts.shape);
  const times = readNode(counts.node);
  const places = Array.from({ length: size }, (_, i) => {
    const n = times[each === null ? 0 : i];
    if (n < 0) throw optionError(op, "a count", n, "a whole number from 0");
    return new Array<number>(n).fill(i);
  });
  const index = Int32Array.from(places.flat());
  return indexSelect(source, axis, fromTyped(index, [index.length], "int32"));
}

/**
 * Quarter turns from the first of two axes towards the second.
 *
 * @shape x: [...] -> [...], the two axes swapped for an odd number of turns
 * @example rot90(tensor([[1, 2], [3, 4]])) // [[2, 4], [1, 3]]
 */
export function rot90(x: Tensor, k = 1, dims: readonly [number, number] = [0, 1]): Tensor {
  needTensor("rot90", "the input", x);
  needWhole("rot90", "k", k);
  needWholes("rot90", "dims", dims);
  if (x.ndim < 2) throw rankError("rot90", "the input", "at least 2 axes", x.shape);
  const a = normalizeDim("rot90", dims[0], x.ndim);
  const b = normalizeDim("rot90", dims[1], x.ndim);
  if (a === b) throw optionError("rot90", "dims", `[${dims}]`, "two different axes");
  const turns = ((k % 4) + 4) % 4;
  if (turns === 0) return x;
  if (turns === 2) return flipAxes(x, [a, b]);
  return turns === 1 ? transpose(flipAxes(x, [b]), a, b) : flipAxes(transpose(x, a, b), [b]);
}
