/** Diagonals: taken out of a matrix, put into one, summed. Views only, so that gradients come for free. */

import { needWhole } from "../arguments.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { optionError, rankError } from "../errors.ts";
import { needTensor } from "./cast.ts";
import { normalizeDim } from "./dims.ts";
import { padZeros, permuteTo, reshapeTo, shrinkTo, unshared } from "./movement.ts";
import { needOptions } from "./options.ts";
import { sum } from "./reduce.ts";
import { viewOf } from "./view.ts";

export interface DiagonalOptions {
  /** Above (positive) or below the main diagonal; default 0. */
  readonly offset?: number;
  /** Default 0. */
  readonly dim1?: number;
  /** Default 1. */
  readonly dim2?: number;
}

/**
 * The diagonal of two axes, as a new last axis.
 *
 * @shape x: [..., m, n] (dim1 and dim2) -> [..., length]
 * @example diagonal(tensor([[1, 2], [3, 4]])) // [1, 4]
 */
export function diagonal(x: Tensor, options: DiagonalOptions = {}): Tensor {
  needOptions("diagonal", options, ["offset", "dim1", "dim2"]);
  return viewOf(x, (y) => diagonalOf(y, options));
}

function diagonalOf(x: Tensor, options: DiagonalOptions): Tensor {
  const { offset = 0, dim1 = 0, dim2 = 1 } = options;
  needTensor("diagonal", "the input", x);
  if (x.ndim < 2) throw rankError("diagonal", "the input", "at least 2 axes", x.shape);
  const a = normalizeDim("diagonal", dim1, x.ndim);
  const b = normalizeDim("diagonal", dim2, x.ndim);
  if (a === b) throw optionError("diagonal", "dim2", dim2, "another axis than dim1");
  const others = x.shape.map((_, i) => i).filter((i) => i !== a && i !== b);
  const moved = permuteTo(x, [...others, a, b]);
  const lead = moved.shape.slice(0, -2);
  const [m, n] = moved.shape.slice(-2) as [number, number];
  needWhole("diagonal", "offset", offset);
  const [top, left] = [Math.max(0, -offset), Math.max(0, offset)];
  const length = Math.max(0, Math.min(m - top, n - left));
  const count = lead.reduce((p, k) => p * k, 1);
  if (length === 0) return reshapeTo(shrinkTo(reshapeTo(x, [x.numel()]), [0, 0]), [...lead, 0]);
  const square = shrinkTo(reshapeTo(moved, [count, m, n]), [
    0,
    count,
    top,
    top + length,
    left,
    left + length,
  ]);
  // Rows one longer than the matrix: each next row begins one place further along the diagonal.
  const flat = padZeros(reshapeTo(square, [count, length * length]), [0, 0, 0, length]);
  const rows = reshapeTo(flat, [count, length, length + 1]);
  return reshapeTo(shrinkTo(rows, [0, count, 0, length, 0, 1]), [...lead, length]);
}

/**
 * A vector as the diagonal of a matrix, or a matrix's diagonal as a vector.
 *
 * @shape x: [n] -> [n + |k|, n + |k|], or x: [m, n] -> [length]
 * @param k which diagonal: above (positive) or below the main one
 * @example diag(tensor([1, 2])) // [[1, 0], [0, 2]]
 */
export function diag(x: Tensor, k = 0): Tensor {
  needTensor("diag", "the input", x);
  if (x.ndim === 2) return unshared(x, diagonalOf(x, { offset: k }));
  if (x.ndim !== 1) throw rankError("diag", "the input", "1 or 2 axes", x.shape);
  const n = x.numel();
  const rows = padZeros(reshapeTo(x, [n, 1]), [0, 0, 0, n]);
  const flat = shrinkTo(reshapeTo(rows, [n * (n + 1)]), [0, n * n]);
  const [up, down] = [Math.max(0, k), Math.max(0, -k)];
  return padZeros(reshapeTo(flat, [n, n]), [down, up, up, down]);
}

/** Sum of the main diagonal. @shape x: [m, n] -> [] @example trace(tensor([[1, 2], [3, 4]])) // 5 */
export function trace(x: Tensor): Tensor {
  needTensor("trace", "the input", x);
  if (x.ndim !== 2) throw rankError("trace", "the input", "2 axes", x.shape);
  return sum(diagonal(x));
}
