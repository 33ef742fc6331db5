/** Running extremes and sums along an axis, and differences and integrals of neighbours. */

import { needWhole } from "../arguments.ts";
import { noGrad } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { optionError, rankError, sizeError } from "../errors.ts";
import { castTo, isTensor, needTensor } from "./cast.ts";
import { ge, isnan, le, logicalAnd, logicalNot, logicalOr, ne, where } from "./compare.ts";
import { arange } from "./create.ts";
import { normalizeDim } from "./dims.ts";
import { add, mul, sub } from "./elementwise.ts";
import { gather } from "./gather.ts";
import { logaddexp } from "./math.ts";
import { catAxis, expandTo, reshapeTo, shrinkTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { toFloat } from "./primitive.ts";
import { sum } from "./reduce.ts";
import { cat, narrow } from "./shape-ops.ts";
import { cumsum, type ValuesIndices } from "./statistics.ts";

const part = (x: Tensor, axis: number, lo: number, hi: number): Tensor =>
  shrinkTo(
    x,
    x.shape.flatMap((n, i) => (i === axis ? [lo, hi] : [0, n])),
  );

/** For each place the place of the extreme so far: in ⌈log₂ n⌉ rounds, each looking twice as far back. */
function runningPlaces(x: Tensor, axis: number, later: (a: Tensor, b: Tensor) => Tensor): Tensor {
  const n = x.shape[axis] as number;
  const line = reshapeTo(
    arange(n),
    x.shape.map((m, i) => (i === axis ? m : 1)),
  );
  let [values, places] = [x, castTo(expandTo(line, x.shape), "int32")];
  for (let far = 1; far < n; far *= 2) {
    const [a, b] = [part(values, axis, 0, n - far), part(values, axis, far, n)];
    const wins = logicalOr(isnan(b), logicalAnd(later(b, a), logicalNot(isnan(a))));
    const [p, q] = [part(places, axis, 0, n - far), part(places, axis, far, n)];
    values = catAxis([part(values, axis, 0, far), where(wins, b, a)], axis);
    places = catAxis([part(places, axis, 0, far), where(wins, q, p)], axis);
  }
  return places;
}

function running(
  op: string,
  x: Tensor,
  dim: number,
  later: (a: Tensor, b: Tensor) => Tensor,
): ValuesIndices {
  needTensor(op, "the input", x);
  const axis = normalizeDim(op, dim, x.ndim);
  if (x.ndim === 0) return { values: x, indices: castTo(mul(x.detach(), 0), "int32") };
  const plain = isFloat(x.dtype) ? x.detach() : castTo(x.detach(), "int32");
  const indices = noGrad(() => runningPlaces(plain, axis, later));
  return { values: gather(x, axis, indices), indices };
}

/** The largest so far along an axis, and where it stands; of equal ones the last. @shape x: [...] -> { values, indices } as x @example cummax(tensor([1, 3, 2]), 0).values // [1, 3, 3] */
export const cummax = (x: Tensor, dim: number): ValuesIndices => running("cummax", x, dim, ge);

/** The smallest so far along an axis, and where it stands; of equal ones the last. @shape x: [...] -> { values, indices } as x @example cummin(tensor([3, 1, 2]), 0).values // [3, 1, 1] */
export const cummin = (x: Tensor, dim: number): ValuesIndices => running("cummin", x, dim, le);

/** `ln Σⱼ≤ᵢ eˣʲ` along an axis, stable. @shape x: [...] -> [...] @example logcumsumexp(tensor([0, 0]), 0) // [0, 0.6931] */
export function logcumsumexp(x: Tensor, dim: number): Tensor {
  needTensor("logcumsumexp", "the input", x);
  const axis = normalizeDim("logcumsumexp", dim, x.ndim);
  let y = toFloat(x);
  const n = y.shape[axis] ?? 0;
  for (let far = 1; far < n; far *= 2) {
    const sums = logaddexp(part(y, axis, far, n), part(y, axis, 0, n - far));
    y = catAxis([part(y, axis, 0, far), sums], axis);
  }
  return y;
}

/**
 * Differences of neighbours along an axis, n times over: `yᵢ = xᵢ₊₁ − xᵢ`.
 *
 * @shape x: [..., m, ...] -> [..., m − n, ...]
 * @param options.prepend what stands before x along the axis
 * @param options.append what stands after it
 * @example diff(tensor([1, 4, 9])) // [3, 5]
 */
export function diff(
  x: Tensor,
  n = 1,
  dim = -1,
  options: { prepend?: Tensor; append?: Tensor } = {},
): Tensor {
  needOptions("diff", options, ["prepend", "append"]);
  needTensor("diff", "the input", x);
  needWhole("diff", "n", n, 0);
  if (x.ndim === 0) throw rankError("diff", "the input", "at least 1 axis", x.shape);
  const axis = normalizeDim("diff", dim, x.ndim);
  const { prepend, append } = options;
  const parts = [prepend, x, append].filter((p) => p !== undefined && p !== null);
  let y = parts.length > 1 ? cat(parts, axis) : x;
  for (let i = 0; i < n && (y.shape[axis] as number) > 0; i++) {
    const m = y.shape[axis] as number;
    const [a, b] = [
      narrow(y, axis, 0, Math.max(0, m - 1)),
      narrow(y, axis, Math.min(1, m), m - Math.min(1, m)),
    ];
    y = y.dtype === "bool" ? ne(a, b) : sub(b, a);
  }
  return y;
}

/** The widths of the steps: of places along the axis, or one for all. */
function widths(op: string, y: Tensor, axis: number, steps: Tensor | number): Tensor | number {
  if (typeof steps === "number") return steps;
  needTensor(op, "the places", steps);
  if (steps.ndim === 1) {
    if (steps.shape[0] !== y.shape[axis])
      throw sizeError(op, "the places", 0, y.shape[axis] as number, steps.shape);
    const d = diff(steps);
    return reshapeTo(
      d,
      y.shape.map((_, i) => (i === axis ? d.numel() : 1)),
    );
  }
  return diff(steps, 1, axis - y.ndim);
}

function trapezoids(
  op: string,
  y: Tensor,
  x: Tensor | number | { dx?: number } | undefined,
  dim: number,
): [Tensor, number] {
  needTensor(op, "the values", y);
  if (y.ndim === 0) throw rankError(op, "the values", "at least 1 axis", y.shape);
  const axis = normalizeDim(op, dim, y.ndim);
  let steps: Tensor | number = 1;
  if (isTensor(x) || typeof x === "number") steps = x;
  else if (x !== undefined && x !== null) {
    needOptions(op, x, ["dx"]);
    steps = x.dx ?? 1;
  }
  const v = toFloat(y);
  const n = v.shape[axis] as number;
  if (n === 0) return [v, axis];
  const means = mul(add(part(v, axis, 0, n - 1), part(v, axis, 1, n)), 0.5);
  return [mul(means, widths(op, y, axis, steps)), axis];
}

/**
 * The integral along an axis by trapezoids: `Σ (yᵢ + yᵢ₊₁)/2·(xᵢ₊₁ − xᵢ)`.
 *
 * @shape y: [..., n, ...] -> without the axis
 * @param x the places of the values, or `{ dx }`, the distance of neighbours; default 1
 * @example trapezoid(tensor([1, 2, 3])) // 4
 */
export function trapezoid(y: Tensor, x?: Tensor | number | { dx?: number }, dim = -1): Tensor {
  const [pieces, axis] = trapezoids("trapezoid", y, x, dim);
  return sum(pieces, axis);
}

/** As `trapezoid`. @shape y: [..., n, ...] -> without the axis @example trapz(tensor([1, 3])) // 2 */
export const trapz: typeof trapezoid = trapezoid;

/** The integral so far along an axis by trapezoids. @shape y: [..., n, ...] -> [..., n − 1, ...] @example cumulativeTrapezoid(tensor([1, 2, 3])) // [1.5, 4] */
export function cumulativeTrapezoid(
  y: Tensor,
  x?: Tensor | number | { dx?: number },
  dim = -1,
): Tensor {
  const [pieces, axis] = trapezoids("cumulativeTrapezoid", y, x, dim);
  return cumsum(pieces, axis);
}

/**
 * Slopes of values at places along axes: by both neighbours inside, by one at the ends.
 *
 * @shape y: [...] -> as many tensors [...] as axes
 * @param options.spacing the distance of neighbours, one for all axes or one each; default 1
 * @param options.dim the axis or axes; default all
 * @example gradient(tensor([1, 4, 9]))[0] // [3, 4, 5]
 */
export function gradient(
  y: Tensor,
  options: { spacing?: number | readonly number[]; dim?: number | readonly number[] | null } = {},
): Tensor[] {
  needOptions("gradient", options, ["spacing", "dim"]);
  needTensor("gradient", "the values", y);
  const { spacing = 1, dim = null } = options;
  const axes = (dim === null ? y.shape.map((_, i) => i) : [dim].flat()).map((d) =>
    normalizeDim("gradient", d as number, y.ndim),
  );
  const steps = Array.isArray(spacing) ? spacing : axes.map(() => spacing as number);
  if (steps.length !== axes.length || steps.some((s) => typeof s !== "number"))
    throw optionError("gradient", "spacing", spacing, `one number or ${axes.length} of them`);
  const v = toFloat(y);
  return axes.map((axis, i) => {
    const n = v.shape[axis] as number;
    if (n < 2) throw sizeError("gradient", "the values", axis, "at least 2", y.shape);
    const step = steps[i] as number;
    const inner = mul(sub(part(v, axis, 2, n), part(v, axis, 0, n - 2)), 0.5 / step);
    const first = mul(sub(part(v, axis, 1, 2), part(v, axis, 0, 1)), 1 / step);
    const end = mul(sub(part(v, axis, n - 1, n), part(v, axis, n - 2, n - 1)), 1 / step);
    return catAxis([first, inner, end], axis);
  });
}
