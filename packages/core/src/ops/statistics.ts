/** Reductions beyond the sum: means, extremes, spread, norms, running sums. */

import { noGrad, record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, optionError } from "../errors.ts";
import { permute, type ReduceName, reduce, reshape, scan } from "../graph/node.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { castTo, isTensor, needTensor } from "./cast.ts";
import { eq, isfinite, logicalNot, lt, ne, where } from "./compare.ts";
import { fromTyped, zerosLike } from "./create.ts";
import { needElements, normalizeDim, normalizeDims } from "./dims.ts";
import { add, exp, log, mul, sub, trueDivide } from "./elementwise.ts";
import { abs, maximum, minimum, pow, sqrt, square } from "./math.ts";
import { catAxis, flipAxes, keptShape, reshapeTo, shrinkTo, sumAxes } from "./movement.ts";
import { needOptions } from "./options.ts";
import { toFloat } from "./primitive.ts";
import { type Dim, type ReduceOptions, sum } from "./reduce.ts";

export interface KeepOptions {
  /** Keep the reduced axes with size 1; default false. */
  readonly keepdim?: boolean;
}

/**
 * Mean over axes: `y = Σ x / n`.
 *
 * @shape x: [...] -> [...] without `dim`
 * @throws DtypeError for integers
 * @example mean(tensor([1, 2, 3])) // 2
 */
export function mean(x: Tensor, dim?: Dim, options: ReduceOptions = {}): Tensor {
  needOptions("mean", options, ["keepdim", "dtype"]);
  needTensor("mean", "the input", x);
  const input = options.dtype ? castTo(x, options.dtype) : x;
  if (!isFloat(input.dtype)) throw dtypeError("mean", "the input", input.dtype, "a float");
  const axes = normalizeDims("mean", dim, x.ndim);
  const count = axes.reduce((n, i) => n * (x.shape[i] as number), 1);
  return mul(sumAxes(input, axes, options.keepdim ?? false), 1 / count);
}

/** A reduction node with the result's shape. */
function reduced(op: ReduceName, x: Tensor, axes: readonly number[], keepdim: boolean) {
  const node = reduce(op, x.node, axes);
  return keepdim ? reshape(node, keptShape(x.shape, axes)) : node;
}

/** Whether any element is not 0; of uint8 as uint8. @shape x: [...] -> bool @example any(tensor([0, 1])) // true */
export function any(x: Tensor, dim?: Dim, options: KeepOptions = {}): Tensor {
  needOptions("any", options, ["keepdim"]);
  needTensor("any", "the input", x);
  const axes = normalizeDims("any", dim, x.ndim);
  const flags = castTo(castTo(x, "bool"), "int32");
  const found = ne(sumAxes(flags, axes, options.keepdim ?? false), 0);
  return x.dtype === "uint8" ? castTo(found, "uint8") : found;
}
/** Whether every element is not 0; of uint8 as uint8. @shape x: [...] -> bool @example all(tensor([0, 1])) // false */
export function all(x: Tensor, dim?: Dim, options: KeepOptions = {}): Tensor {
  needOptions("all", options, ["keepdim"]);
  needTensor("all", "the input", x);
  const found = logicalNot(any(logicalNot(castTo(x, "bool")), dim, options));
  return x.dtype === "uint8" ? castTo(found, "uint8") : found;
}
/** How many elements are not 0. @shape x: [...] -> int32 @example countNonzero(tensor([0, 1])) // 1 */
export const countNonzero = (x: Tensor, dim?: Dim): Tensor => sum(ne(x, 0), dim);

function extreme(
  op: "max" | "min",
  name: string,
  x: Tensor,
  axes: readonly number[],
  keepdim: boolean,
): Tensor {
  needElements(name, x, axes);
  const kept = keptShape(x.shape, axes);
  const out: Tensor = record(name, reduced(op, x, axes, keepdim), [x], (g) => {
    const ties = castTo(eq(x, reshapeTo(out.detach(), kept)), x.dtype);
    const share = trueDivide(ties, sumAxes(ties, axes, true));
    return [mul(reshapeTo(g, kept), share)];
  });
  return out;
}

/** Largest value over axes; ties share the gradient. @shape x: [...] -> [...] without `dim` @example amax(tensor([1, 3])) // 3 */
export function amax(x: Tensor, dim?: Dim, o: KeepOptions = {}): Tensor {
  needOptions("amax", o, ["keepdim"]);
  needTensor("amax", "the input", x);
  return extreme("max", "amax", x, normalizeDims("amax", dim, x.ndim), o.keepdim ?? false);
}
/** Smallest value over axes; ties share the gradient. @shape x: [...] -> [...] without `dim` @example amin(tensor([1, 3])) // 1 */
export function amin(x: Tensor, dim?: Dim, o: KeepOptions = {}): Tensor {
  needOptions("amin", o, ["keepdim"]);
  needTensor("amin", "the input", x);
  return extreme("min", "amin", x, normalizeDims("amin", dim, x.ndim), o.keepdim ?? false);
}

export interface ValuesIndices {
  readonly values: Tensor;
  /** int32 places along the axis. */
  readonly indices: Tensor;
}

function argExtreme(
  op: "argmax" | "argmin",
  x: Tensor,
  dim: number | undefined | null,
  keepdim: boolean,
): Tensor {
  needTensor(op, "the input", x);
  const flat = dim === undefined || dim === null;
  const axes = flat ? normalizeDims(op, undefined, x.ndim) : [normalizeDim(op, dim, x.ndim)];
  const used = x.ndim === 0 ? [] : axes;
  needElements(op, x, used);
  if (used.length === 0) return fromTyped(new Int32Array(1), [], "int32");
  const input = x.dtype === "bool" ? castTo(x, "int32") : x;
  return noGrad(() => record(op, reduced(op, input, used, keepdim), [input], () => [null]));
}

/** Place of the first largest value (flat without `dim`). @shape x: [...] -> int32 @example argmax(tensor([1, 3])) // 1 */
export const argmax = (x: Tensor, dim?: number | null, o: KeepOptions = {}): Tensor => {
  needOptions("argmax", o, ["keepdim"]);
  return argExtreme("argmax", x, dim, o.keepdim ?? false);
};
/** Place of the first smallest value (flat without `dim`). @shape x: [...] -> int32 @example argmin(tensor([1, 3])) // 0 */
export const argmin = (x: Tensor, dim?: number | null, o: KeepOptions = {}): Tensor => {
  needOptions("argmin", o, ["keepdim"]);
  return argExtreme("argmin", x, dim, o.keepdim ?? false);
};

function alongAxis(op: "max" | "min", x: Tensor, dim: number, keepdim: boolean): ValuesIndices {
  needTensor(op, "the input", x);
  const axis = normalizeDim(op, dim, x.ndim);
  if (x.ndim === 0) return { values: x, indices: fromTyped(new Int32Array(1), [], "int32") };
  const indices = argExtreme(op === "max" ? "argmax" : "argmin", x, axis, true);
  const input = x.dtype === "bool" ? castTo(x, "int32") : x;
  const kept = keptShape(x.shape, [axis]);
  const values = record(op, reduced(op, input, [axis], keepdim), [x], (g) => {
    const n = x.shape[axis] as number;
    const places = reshapeTo(
      fromTyped(
        Int32Array.from({ length: n }, (_, i) => i),
        [n],
        "int32",
      ),
      x.shape.map((_, i) => (i === axis ? n : 1)),
    );
    return [where(eq(places, indices), reshapeTo(g, kept), 0)];
  });
  const shape = keepdim ? kept : kept.filter((_, i) => i !== axis);
  return { values: castTo(values, x.dtype), indices: reshapeTo(indices, shape) };
}

/**
 * Largest value: of all elements, along an axis with its place, or of two tensors elementwise.
 *
 * @shape x: [...] -> [] | { values, indices } without `dim` | broadcast shape
 * @example max(tensor([1, 3])) // 3
 */
export function max(x: Tensor): Tensor;
export function max(x: Tensor, other: Tensor): Tensor;
export function max(x: Tensor, dim: number, options?: KeepOptions): ValuesIndices;
export function max(x: Tensor, a?: number | Tensor, o: KeepOptions = {}): Tensor | ValuesIndices {
  needOptions("max", o, ["keepdim"]);
  if (a === undefined) return amax(x);
  return isTensor(a) ? maximum(x, a) : alongAxis("max", x, a, o.keepdim ?? false);
}

/**
 * Smallest value: of all elements, along an axis with its place, or of two tensors elementwise.
 *
 * @shape x: [...] -> [] | { values, indices } without `dim` | broadcast shape
 * @example min(tensor([1, 3])) // 1
 */
export function min(x: Tensor): Tensor;
export function min(x: Tensor, other: Tensor): Tensor;
export function min(x: Tensor, dim: number, options?: KeepOptions): ValuesIndices;
export function min(x: Tensor, a?: number | Tensor, o: KeepOptions = {}): Tensor | ValuesIndices {
  needOptions("min", o, ["keepdim"]);
  if (a === undefined) return amin(x);
  return isTensor(a) ? minimum(x, a) : alongAxis("min", x, a, o.keepdim ?? false);
}

/**
 * Product over axes. The gradient is right where elements are 0.
 *
 * @shape x: [...] -> [...] without `dim`
 * @example prod(tensor([2, 3])) // 6
 */
export function prod(x: Tensor, dim?: number | null, options: ReduceOptions = {}): Tensor {
  needOptions("prod", options, ["keepdim", "dtype"]);
  needTensor("prod", "the input", x);
  const dtype = options.dtype ?? (isFloat(x.dtype) ? x.dtype : "int32");
  const input = castTo(x, dtype);
  const flat = dim === undefined || dim === null;
  const axes = flat
    ? normalizeDims("prod", undefined, x.ndim)
    : [normalizeDim("prod", dim, x.ndim)];
  if (input.ndim === 0) return input;
  const keepdim = options.keepdim ?? false;
  if (!input.requiresGrad)
    return record("prod", reduced("prod", input, axes, keepdim), [], () => []);
  const kept = keptShape(input.shape, axes);
  return record("prod", reduced("prod", input, axes, keepdim), [input], (g) => {
    // The product of all others: from the left times from the right, so that zeros need no division.
    const v = flat ? reshapeTo(input, [sizeOf(input.shape)]) : input;
    const axis = flat ? 0 : (axes[0] as number);
    const left = exclusiveProduct(v, axis, false);
    const right = exclusiveProduct(v, axis, true);
    return [mul(reshapeTo(mul(left, right), input.shape), reshapeTo(g, kept))];
  });
}

/** Product of all elements before each (after each, reversed), along an axis. */
function exclusiveProduct(x: Tensor, axis: number, reversed: boolean): Tensor {
  const v = reversed ? flipAxes(x, [axis]) : x;
  const n = x.shape[axis] as number;
  const ones = add(mul(shrinkTo(v, ranges(v.shape, axis, 0, 1)), 0), 1);
  const running = n > 1 ? cumprod(shrinkTo(v, ranges(v.shape, axis, 0, n - 1)), axis) : null;
  const joined = running ? catAxis([ones, running], axis) : ones;
  return reversed ? flipAxes(joined, [axis]) : joined;
}

const ranges = (shape: Shape, axis: number, lo: number, hi: number): number[] =>
  shape.flatMap((n, i) => (i === axis ? [lo, hi] : [0, n]));

/** What a spread is computed from: the mean, kept, without history, and by how much sums of squares are divided. */
function spreadOf(op: string, x: Tensor, dim: Dim, correction: number) {
  needTensor(op, "the input", x);
  if (!isFloat(x.dtype)) throw dtypeError(op, "the input", x.dtype, "a float");
  const axes = normalizeDims(op, dim, x.ndim);
  const count = axes.reduce((n, i) => n * (x.shape[i] as number), 1);
  const centre = noGrad(() => mul(sumAxes(x, axes, true), 1 / count));
  return { axes, count, divisor: Math.max(0, count - correction), kept: centre.shape, centre };
}

type Spread = ReturnType<typeof spreadOf>;

/** `(Σ d² − (Σ d)² / n) / divisor` with d = x − centre: the second sum takes off what rounding did to the mean. */
function varianceNode(x: Tensor, s: Spread, keepdim: boolean): Tensor {
  return noGrad(() => {
    const d = sub(x, s.centre);
    const squares = sumAxes(square(d), s.axes, keepdim);
    const off = sumAxes(d, s.axes, keepdim);
    return trueDivide(sub(squares, mul(square(off), 1 / s.count)), s.divisor);
  });
}

/** The gradient of the variance, `2 (x − x̄) / divisor` times g. */
function varianceGradient(g: Tensor, x: Tensor, s: Spread): Tensor {
  const centred = sub(x, mul(sumAxes(x, s.axes, true), 1 / s.count));
  return mul(trueDivide(mul(reshapeTo(g, s.kept), 2), s.divisor), centred);
}

/**
 * Variance over axes, `Σ (x − x̄)² / max(0, n − correction)`, in two passes.
 *
 * @shape x: [...] -> [...] without `dim`
 * @example variance(tensor([1, 2, 3])) // 1
 */
export function variance(
  x: Tensor,
  dim?: Dim,
  options: KeepOptions & { correction?: number } = {},
): Tensor {
  needOptions("variance", options, ["keepdim", "correction"]);
  const { correction = 1, keepdim = false } = options;
  const spread = spreadOf("var", x, dim, correction);
  return record("var", varianceNode(x, spread, keepdim).node, [x], (g) => [
    varianceGradient(g, x, spread),
  ]);
}

/**
 * Standard deviation over axes: `√var`. Where it is 0, as of equal elements, so is its gradient.
 *
 * @shape x: [...] -> [...] without `dim`
 * @example std(tensor([1, 2, 3])) // 1
 */
export function std(
  x: Tensor,
  dim?: Dim,
  options: KeepOptions & { correction?: number } = {},
): Tensor {
  needOptions("std", options, ["keepdim", "correction"]);
  const { correction = 1, keepdim = false } = options;
  const spread = spreadOf("std", x, dim, correction);
  const node = noGrad(() => sqrt(varianceNode(x, spread, keepdim))).node;
  const out: Tensor = record("std", node, [x], (g) => {
    const none = eq(out, 0);
    const half = where(none, 0, trueDivide(g, where(none, 1, mul(out, 2))));
    return [varianceGradient(half, x, spread)];
  });
  return out;
}

/** Variance and mean. @shape x: [...] -> { var, mean } @example varMean(tensor([1, 2, 3])).mean // 2 */
export const varMean = (
  x: Tensor,
  dim?: Dim,
  o: KeepOptions & { correction?: number } = {},
): { var: Tensor; mean: Tensor } => {
  needOptions("varMean", o, ["keepdim", "correction"]);
  const { correction: _, ...kept } = o;
  return { var: variance(x, dim, o), mean: mean(x, dim, kept) };
};
/** Standard deviation and mean. @shape x: [...] -> { std, mean } @example stdMean(tensor([1, 2, 3])).mean // 2 */
export const stdMean = (
  x: Tensor,
  dim?: Dim,
  o: KeepOptions & { correction?: number } = {},
): { std: Tensor; mean: Tensor } => {
  needOptions("stdMean", o, ["keepdim", "correction"]);
  const { correction: _, ...kept } = o;
  return { std: std(x, dim, o), mean: mean(x, dim, kept) };
};

/**
 * `ln Σ eˣ` over axes, computed around the maximum.
 *
 * @shape x: [...] -> [...] without `dim`
 * @example logsumexp(tensor([0, 0]), 0) // 0.6931
 */
export function logsumexp(x: Tensor, dim: Dim, options: KeepOptions = {}): Tensor {
  needOptions("logsumexp", options, ["keepdim"]);
  const input = toFloat(x);
  const axes = normalizeDims("logsumexp", dim, x.ndim);
  const top = noGrad(() => {
    const m = record("max", reduced("max", input, axes, true), [], () => []);
    return where(isfinite(m), m, 0);
  });
  const y = add(log(sumAxes(exp(sub(input, top)), axes, true)), top);
  return options.keepdim
    ? y
    : reshapeTo(
        y,
        input.shape.filter((_, i) => !axes.includes(i)),
      );
}

/**
 * Vector norm over axes: `(Σ |x|ᵖ)^{1/p}`; also p = 0, ∞, −∞. Its gradient at 0 is 0.
 *
 * @shape x: [...] -> [...] without `dim`
 * @example norm(tensor([3, 4])) // 5
 */
export function norm(
  x: Tensor,
  p: number | "fro" = 2,
  dim?: Dim,
  options: KeepOptions = {},
): Tensor {
  needOptions("norm", options, ["keepdim"]);
  needTensor("norm", "the input", x);
  if (!isFloat(x.dtype)) throw dtypeError("norm", "the input", x.dtype, "a float");
  const { keepdim = false } = options;
  const axes = normalizeDims("norm", dim, x.ndim);
  if ((p as unknown) === "nuc")
    throw optionError("norm", "p", p, 'a number or "fro" (linalg.norm has "nuc")');
  if (p === 0) {
    const count = noGrad(() => sumAxes(castTo(ne(x, 0), x.dtype), axes, keepdim));
    return record("norm", count.node, [x], () => [zerosLike(x)]);
  }
  if (p === Number.POSITIVE_INFINITY) return extreme("max", "norm", abs(x), axes, keepdim);
  if (p === Number.NEGATIVE_INFINITY) return extreme("min", "norm", abs(x), axes, keepdim);
  if (p === 1) return sumAxes(abs(x), axes, keepdim);
  const kept = keptShape(x.shape, axes);
  if (p === 2 || p === "fro") {
    const y = noGrad(() => sqrt(sumAxes(square(x), axes, keepdim)));
    const out: Tensor = record("norm", y.node, [x], (g) => {
      const n = reshapeTo(out, kept);
      const zero = eq(n, 0);
      return [mul(reshapeTo(g, kept), where(zero, 0, trueDivide(x, where(zero, 1, n))))];
    });
    return out;
  }
  const powered = where(
    ne(x, 0),
    pow(abs(where(ne(x, 0), x, 1)), p),
    p > 0 ? 0 : Number.POSITIVE_INFINITY,
  );
  return pow(sumAxes(powered, axes, keepdim), 1 / p);
}

/** Distance `‖a − b‖ₚ`. @shape a, b: broadcastable -> [] @example dist(tensor([0]), tensor([3])) // 3 */
export const dist = (a: Tensor, b: Tensor, p = 2): Tensor => norm(sub(a, b), p);

function running(mode: "sum" | "prod", x: Tensor, axis: number): Tensor {
  const order = x.shape.map((_, i) => i).filter((i) => i !== axis);
  order.push(axis);
  const moved = permute(x.node, order);
  const n = x.shape[axis] as number;
  const rows = reshape(moved, [n === 0 ? 0 : moved.size / n, n]);
  const back = new Array<number>(order.length);
  order.forEach((a, i) => {
    back[a] = i;
  });
  return noGrad(() =>
    record("scan", permute(reshape(scan(mode, rows), moved.shape), back), [], () => []),
  );
}

/**
 * Running sum along an axis.
 *
 * @shape x: [...] -> [...]
 * @example cumsum(tensor([1, 2, 3]), 0) // [1, 3, 6]
 */
export function cumsum(x: Tensor, dim: number): Tensor {
  needTensor("cumsum", "the input", x);
  const axis = normalizeDim("cumsum", dim, x.ndim);
  const input = isFloat(x.dtype) ? x : castTo(x, "int32");
  if (x.ndim === 0) return input;
  return record("cumsum", running("sum", input, axis).node, [input], (g) => [
    flipAxes(cumsum(flipAxes(g, [axis]), axis), [axis]),
  ]);
}

/**
 * Running product along an axis; its gradient is right where elements are 0.
 *
 * @shape x: [...] -> [...]
 * @example cumprod(tensor([1, 2, 3]), 0) // [1, 2, 6]
 */
export function cumprod(x: Tensor, dim: number): Tensor {
  needTensor("cumprod", "the input", x);
  const axis = normalizeDim("cumprod", dim, x.ndim);
  const input = isFloat(x.dtype) ? x : castTo(x, "int32");
  if (x.ndim === 0) return input;
  const n = x.shape[axis] as number;
  return record("cumprod", running("prod", input, axis).node, [input], (g) => [
    cumprodGradient(g, input, axis, n),
  ]);
}

/** `∂/∂xⱼ Σᵢ gᵢ Πₖ≤ᵢ xₖ = Σᵢ≥ⱼ gᵢ Πₖ≤ᵢ,ₖ≠ⱼ xₖ`, one column at a time: O(n²), but needs no division. */
function cumprodGradient(g: Tensor, x: Tensor, axis: number, n: number): Tensor {
  if (n === 0) return g;
  const columns: Tensor[] = [];
  const places = reshapeTo(
    fromTyped(
      Int32Array.from({ length: n }, (_, i) => i),
      [n],
      "int32",
    ),
    x.shape.map((_, i) => (i === axis ? n : 1)),
  );
  for (let j = 0; j < n; j++) {
    const others = where(eq(places, j), 1, x);
    const products = cumprod(others, axis);
    columns.push(sumAxes(mul(g, where(lt(places, j), 0, products)), [axis], true));
  }
  return catAxis(columns, axis);
}
