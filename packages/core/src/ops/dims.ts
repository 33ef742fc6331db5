/** Reading `dim` arguments: negative values count from the end, a list has no repeats. */
import { dimRangeError, optionError } from "../errors.ts";

/** @throws ShapeError `shape/dim-range` */
export function normalizeDim(op: string, dim: number, ndim: number): number {
  const n = Math.max(ndim, 1);
  if (!Number.isInteger(dim) || dim < -n || dim >= n) throw dimRangeError(op, dim, ndim);
  return dim < 0 ? dim + n : dim;
}

/** The axes of a reduction, ascending; undefined means all of them. */
export function normalizeDims(
  op: string,
  dim: number | readonly number[] | null | undefined,
  ndim: number,
): number[] {
  if (dim === undefined || dim === null || (Array.isArray(dim) && dim.length === 0))
    return Array.from({ length: ndim }, (_, i) => i);
  const list: readonly number[] = Array.isArray(dim) ? dim : [dim as number];
  const out = list.map((d) => normalizeDim(op, d, ndim)).sort((a, b) => a - b);
  for (let i = 1; i < out.length; i++)
    if (out[i] === out[i - 1]) throw optionError(op, "dim", `[${list}]`, "each axis once");
  return ndim === 0 ? [] : out;
}

/** Refuses to look for an extreme along an axis without elements. @throws UsageError `usage/option` */
export function needElements(
  op: string,
  x: { readonly shape: readonly number[] },
  axes: readonly number[],
): void {
  for (const i of axes)
    if (x.shape[i] === 0)
      throw optionError(op, `axis ${i}`, "empty (size 0)", "an axis with at least one element");
}
