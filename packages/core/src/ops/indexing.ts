/** Indexing: whole numbers, slices, new axes and the ellipsis as views, tensors by picking. */
import type { Tensor } from "../autograd/tensor.ts";
import { indexRangeError, optionError, sliceError } from "../errors.ts";
import { type AxisIndex, maskToIndices, pick } from "./advanced-index.ts";
import { isTensor, needTensor } from "./cast.ts";
import { padZeros, reshapeTo, shrinkTo } from "./movement.ts";
import { viewOf } from "./view.ts";

/** Places start, start + step, … before stop; null means from (or to) the end. */
export interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;
}

/**
 * A slice of an axis, as Python's `start:stop:step`.
 *
 * @throws IndexError `index/slice` for a step that is not a positive whole number
 * @example slice(1, 3).step // 1
 */
export function slice(start: number | null = null, stop: number | null = null, step = 1): Slice {
  if (!Number.isInteger(step) || step < 1) throw sliceError("slice", "step must be positive", step);
  return { start, stop, step };
}

export type IndexItem = number | Slice | null | "..." | Tensor;

/** How many axes an item stands for. */
const axesOf = (i: IndexItem): number =>
  i === null || i === "..." ? 0 : isTensor(i) && i.dtype === "bool" ? i.ndim : 1;

const isSlice = (x: IndexItem): x is Slice => typeof x === "object" && x !== null && "step" in x;

function cutAxis(x: Tensor, axis: number, lo: number, hi: number): Tensor {
  return shrinkTo(
    x,
    x.shape.flatMap((n, i) => (i === axis ? [lo, hi] : [0, n])),
  );
}

function takeSlice(x: Tensor, axis: number, s: Slice): Tensor {
  const n = x.shape[axis] as number;
  const bound = (v: number | null, fallback: number): number =>
    v === null ? fallback : Math.min(Math.max(v < 0 ? v + n : v, 0), n);
  const lo = bound(s.start, 0);
  const hi = Math.max(lo, bound(s.stop, n));
  const run = cutAxis(x, axis, lo, hi);
  if (s.step === 1 || hi - lo <= 1) return run;
  // Rows of `step` places, of which the first stays.
  const count = Math.ceil((hi - lo) / s.step);
  const missing = count * s.step - (hi - lo);
  const full = padZeros(
    run,
    run.shape.flatMap((_, i) => (i === axis ? [0, missing] : [0, 0])),
  );
  const rows = reshapeTo(full, [
    ...full.shape.slice(0, axis),
    count,
    s.step,
    ...full.shape.slice(axis + 1),
  ]);
  return reshapeTo(
    cutAxis(rows, axis + 1, 0, 1),
    full.shape.map((m, i) => (i === axis ? count : m)),
  );
}

/**
 * Part of a tensor: one item an axis, from the first on. A whole number picks a place and drops the axis, a
 * slice keeps it, null makes a new axis, "..." stands for all axes not named. Integer tensors pick elements,
 * several of them broadcast together; a bool tensor stands for as many axes as it has and picks where it is
 * true.
 *
 * @shape x: [...] -> as the items say; index tensors' shape replaces their axes where those are neighbours,
 *   and comes first where they are not
 * @throws IndexError `index/out-of-range`
 * @throws UsageError `usage/option` for more items than axes
 * @example index(tensor([[1, 2], [3, 4]]), [0, slice(1)]) // [2]
 */
export function index(x: Tensor, items: readonly IndexItem[]): Tensor {
  needTensor("index", "the input", x);
  if (!Array.isArray(items)) throw optionError("index", "items", items, "a list, an item an axis");
  const named = items.reduce<number>((n, i) => n + axesOf(i), 0);
  const dots = items.filter((i) => i === "...").length;
  if (named > x.ndim || dots > 1)
    throw optionError(
      "index",
      "items",
      `${named} for ${x.ndim} axes`,
      'at most one an axis and one "..."',
    );
  if (!items.some(isTensor)) return viewOf(x, (whole) => walk(whole, items, named).y);
  const { y, picks } = walk(x, items, named);
  return pick(y, picks);
}

/** The part that numbers and slices cut out, and the tensors that are to pick from it. */
function walk(
  x: Tensor,
  items: readonly IndexItem[],
  named: number,
): { y: Tensor; picks: AxisIndex[] } {
  let y = x;
  let axis = 0;
  const picks: AxisIndex[] = [];
  for (const item of items) {
    if (item === null) {
      y = reshapeTo(y, [...y.shape.slice(0, axis), 1, ...y.shape.slice(axis)]);
      axis++;
    } else if (item === "...") axis += x.ndim - named;
    else if (typeof item === "number") {
      const n = y.shape[axis] as number;
      const i = item < 0 ? item + n : item;
      if (!Number.isInteger(item) || i < 0 || i >= n) throw indexRangeError("index", item, n);
      const at = axis;
      y = reshapeTo(
        cutAxis(y, at, i, i + 1),
        y.shape.filter((_, k) => k !== at),
      );
    } else if (isSlice(item)) y = takeSlice(y, axis++, item);
    else if (isTensor(item)) {
      if (item.dtype === "bool") picks.push(...maskToIndices(y, axis, item));
      else picks.push({ axis, index: item });
      axis += axesOf(item);
    } else
      throw optionError(
        "index",
        "an item",
        item,
        'a whole number, slice(…), null, "..." or a tensor',
      );
  }
  return { y, picks };
}
