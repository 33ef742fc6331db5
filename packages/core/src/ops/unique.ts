/** Different values, how often they occur, and where a value belongs in a sorted row. */

import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, rankError, sizeError, valueRangeError } from "../errors.ts";
import { readNode } from "../runtime/realize.ts";
import { castTo, isTensor, needTensor } from "./cast.ts";
import { ge, gt, logicalNot } from "./compare.ts";
import { fromTyped, ones, tensor, zeros } from "./create.ts";
import { normalizeDim } from "./dims.ts";
import { indexSelect } from "./gather.ts";
import { permuteTo, reshapeTo, sumAxes } from "./movement.ts";
import { needOptions } from "./options.ts";
import { addRows } from "./rows.ts";

export interface UniqueOptions {
  /** Accepted for PyTorch's sake: the values are always sorted. */
  readonly sorted?: boolean;
  readonly dim?: number | null;
  readonly returnInverse?: boolean;
  readonly returnCounts?: boolean;
}

export interface UniqueResult {
  readonly output: Tensor;
  readonly inverse?: Tensor;
  readonly counts?: Tensor;
}

/**
 * The different values of x in ascending order, or its different slices along `dim`.
 *
 * @shape x: [...] -> [k], or { output, inverse, counts } where asked
 * @param options.returnInverse where each element is in the result
 * @param options.returnCounts how often each value occurs
 * @remarks The result's shape depends on values, so x is computed at once; it has no gradient.
 * @example unique(tensor([3, 1, 3])) // [1, 3]
 */
export function unique(
  x: Tensor,
  options?: UniqueOptions & { returnInverse?: false; returnCounts?: false },
): Tensor;
export function unique(x: Tensor, options: UniqueOptions): Tensor | UniqueResult;
export function unique(x: Tensor, options: UniqueOptions = {}): Tensor | UniqueResult {
  needOptions("unique", options, ["sorted", "dim", "returnInverse", "returnCounts"]);
  needTensor("unique", "the input", x);
  const dim = options.dim ?? null;
  const axis = dim === null ? 0 : normalizeDim("unique", dim, x.ndim);
  const source = dim === null ? reshapeTo(x.detach(), [x.numel()]) : x.detach();
  const n = source.shape[axis] as number;
  const order = [axis, ...source.shape.map((_, i) => i).filter((i) => i !== axis)];
  const data = readNode(permuteTo(source, order).node);
  const width = n === 0 ? 0 : data.length / n;
  const compare = (a: number, b: number): number => {
    for (let j = 0; j < width; j++) {
      const [u, v] = [data[a * width + j] as number, data[b * width + j] as number];
      if (u < v) return -1;
      if (u > v) return 1;
      // NaN is greater than everything and equal to nothing.
      if (Number.isNaN(u) || Number.isNaN(v))
        return Number.isNaN(u) ? (Number.isNaN(v) ? a - b : 1) : -1;
    }
    return 0;
  };
  const sorted = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => compare(a, b) || a - b);
  const firsts: number[] = [];
  const counts: number[] = [];
  const inverse = new Int32Array(n);
  sorted.forEach((place, k) => {
    if (k === 0 || compare(sorted[k - 1] as number, place) !== 0) {
      firsts.push(place);
      counts.push(0);
    }
    inverse[place] = firsts.length - 1;
    counts[counts.length - 1] = (counts.at(-1) as number) + 1;
  });
  const chosen = fromTyped(Int32Array.from(firsts), [firsts.length], "int32");
  const output = indexSelect(source, axis, chosen);
  if (!options.returnInverse && !options.returnCounts) return output;
  return {
    output,
    ...(options.returnInverse && {
      inverse: fromTyped(inverse, dim === null ? x.shape.slice() : [n], "int32"),
    }),
    ...(options.returnCounts && {
      counts: fromTyped(Int32Array.from(counts), [counts.length], "int32"),
    }),
  };
}

/**
 * How often each whole number from 0 occurs, or the sum of its weights.
 *
 * @shape x: int [n] -> int32 [max + 1] (weights' dtype with weights)
 * @param options.minlength at least this many counts; default 0
 * @throws DataError `data/value-range` for a negative number
 * @remarks The result's shape depends on values, so x is computed at once.
 * @example bincount(tensor([0, 2, 2], { dtype: "int32" })) // [1, 0, 2]
 */
export function bincount(
  x: Tensor,
  options: { weights?: Tensor; minlength?: number } = {},
): Tensor {
  needOptions("bincount", options, ["weights", "minlength"]);
  needTensor("bincount", "the input", x);
  if (x.dtype !== "int32" && x.dtype !== "uint8")
    throw dtypeError("bincount", "the input", x.dtype, "int32 or uint8");
  if (x.ndim !== 1) throw rankError("bincount", "the input", "1 axis", x.shape);
  const { weights, minlength = 0 } = options;
  const n = x.numel();
  if (weights && weights.numel() !== n) throw sizeError("bincount", "weights", 0, n, weights.shape);
  let size = minlength;
  readNode(x.node).forEach((v, i) => {
    if (v < 0) throw valueRangeError("bincount", v, i, "uint8");
    size = Math.max(size, v + 1);
  });
  const given = weights && (isFloat(weights.dtype) ? weights : castTo(weights, "float64"));
  const values = given ?? ones([n], { dtype: "int32" });
  if (n === 0) return zeros([size], { dtype: values.dtype });
  return reshapeTo(addRows(reshapeTo(values, [n, 1]), castTo(x, "int32"), size), [size]);
}

/**
 * Where each value would go to keep a sorted row sorted: before equal ones, or after them with `right`.
 *
 * @shape sorted: [n] or [..., n], values: [...] (or [..., m]) -> int32 as values
 * @example searchsorted(tensor([1, 3, 5]), tensor([3])) // [1]
 */
export function searchsorted(
  sorted: Tensor,
  values: Tensor | number,
  options: { right?: boolean } = {},
): Tensor {
  needOptions("searchsorted", options, ["right"]);
  needTensor("searchsorted", "the sorted row", sorted);
  const v = isTensor(values) ? values : tensor(values, { dtype: sorted.dtype });
  const n = sorted.shape.at(-1) ?? 1;
  const rows = sorted.ndim > 1;
  if (rows) {
    sorted.shape.slice(0, -1).forEach((size, i) => {
      if (v.shape[i] !== size || v.ndim !== sorted.ndim)
        throw sizeError("searchsorted", "the values", i, size, v.shape);
    });
  }
  const wide = reshapeTo(v.detach(), [...v.shape, 1]);
  const row = rows
    ? reshapeTo(sorted.detach(), [...sorted.shape.slice(0, -1), 1, n])
    : sorted.detach();
  // Written as "not reached" so that NaN, which no comparison holds for, goes to the end.
  const reached = options.right ? gt(row, wide) : ge(row, wide);
  const before = castTo(logicalNot(reached), "int32");
  return sumAxes(before, [v.ndim], false);
}
