/**
 * Sliding windows as tensors, and their adjoint: `unfold` cuts an axis into overlapping pieces, `fold2d`
 * adds pieces back where they came from. Each is the other's gradient.
 */

import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { optionError, rankError, sizeError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { windowCount } from "../shape.ts";
import { needTensor } from "./cast.ts";
import { perAxis } from "./conv.ts";
import { normalizeDim } from "./dims.ts";
import { padZeros, permuteTo, reshapeTo, shrinkTo } from "./movement.ts";
import { needOptions } from "./options.ts";

type Pair = readonly [number, number];

/** [planes, H, W] -> [planes, oH, oW, kH, kW]. */
function windowsOf(x: Tensor, kernel: Pair, stride: Pair, dilation: Pair): Tensor {
  const [, h, w] = x.shape as [number, number, number];
  return record("windows", graph.windows(x.node, kernel, stride, dilation), [x], (g) => [
    foldOf(g, [h, w], stride, dilation),
  ]);
}

/** [planes, oH, oW, kH, kW] -> [planes, H, W], overlaps added. */
function foldOf(x: Tensor, size: Pair, stride: Pair, dilation: Pair): Tensor {
  const kernel: Pair = [x.shape[3] as number, x.shape[4] as number];
  return record("fold", graph.fold(x.node, size, stride, dilation), [x], (g) => [
    windowsOf(g, kernel, stride, dilation),
  ]);
}

/**
 * Windows of an axis: `size` elements every `step`, as a new last axis.
 *
 * @shape x: [..., n, ...] -> [..., ⌊(n − size)/step⌋ + 1, ..., size]
 * @example unfold(tensor([1, 2, 3, 4]), 0, 2, 1) // [[1, 2], [2, 3], [3, 4]]
 */
export function unfold(x: Tensor, dim: number, size: number, step: number): Tensor {
  needTensor("unfold", "the input", x);
  const axis = normalizeDim("unfold", dim, x.ndim);
  const n = x.shape[axis] ?? 1;
  if (!Number.isInteger(size) || size < 1 || size > n)
    throw optionError("unfold", "size", size, `a whole number from 1 to ${n}`);
  if (!Number.isInteger(step) || step < 1)
    throw optionError("unfold", "step", step, "a whole number from 1");
  const others = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const lead = others.map((i) => x.shape[i] as number);
  const count = lead.reduce((p, m) => p * m, 1);
  const rows = reshapeTo(permuteTo(x, [...others, axis]), [count, 1, n]);
  const cut = windowsOf(rows, [1, size], [1, step], [1, 1]);
  const out = windowCount(n, size, step, 1);
  const last = lead.length;
  const order = x.shape.map((_, i) => (i === axis ? last : others.indexOf(i)));
  return permuteTo(reshapeTo(cut, [...lead, out, size]), [...order, last + 1]);
}

export interface UnfoldOptions {
  readonly stride?: number | readonly number[];
  readonly padding?: number | readonly number[];
  readonly dilation?: number | readonly number[];
}

function geometry(op: string, kernelSize: number | readonly number[], o: UnfoldOptions) {
  const pair = (name: string, v: number | readonly number[], least: number): Pair =>
    perAxis(op, name, v, 2, least) as unknown as Pair;
  return {
    kernel: pair("kernelSize", kernelSize, 1),
    stride: pair("stride", o.stride ?? 1, 1),
    padding: pair("padding", o.padding ?? 0, 0),
    dilation: pair("dilation", o.dilation ?? 1, 1),
  };
}

/**
 * Image patches as columns (im2col), PyTorch's `F.unfold`.
 *
 * @shape x: [N, C, H, W] -> [N, C·kH·kW, windows]
 * @throws UsageError `usage/option` for a kernel larger than the padded image
 * @example unfold2d(tensor([[[[1, 2], [3, 4]]]]), [1, 2]).shape // [1, 2, 2]
 */
export function unfold2d(
  x: Tensor,
  kernelSize: number | readonly number[],
  options: UnfoldOptions = {},
): Tensor {
  needTensor("unfold2d", "the input", x);
  needOptions("unfold2d", options, ["stride", "padding", "dilation"]);
  if (x.ndim === 3) {
    const one = unfold2d(reshapeTo(x, [1, ...x.shape]), kernelSize, options);
    return reshapeTo(one, one.shape.slice(1));
  }
  if (x.ndim !== 4) throw rankError("unfold2d", "the input", "3 or 4 axes", x.shape);
  const { kernel, stride, padding, dilation } = geometry("unfold2d", kernelSize, options);
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const padded = padZeros(reshapeTo(x, [n * c, h, w]), [
    0,
    0,
    padding[0],
    padding[0],
    padding[1],
    padding[1],
  ]);
  const cut = windowsOf(padded, kernel, stride, dilation);
  const [, oh, ow] = cut.shape as [number, number, number];
  if (oh < 1 || ow < 1)
    throw optionError(
      "unfold2d",
      "kernelSize",
      `[${kernel}]`,
      `no larger than [${h}, ${w}] padded`,
    );
  const columns = permuteTo(reshapeTo(cut, [n, c, oh, ow, ...kernel]), [0, 1, 4, 5, 2, 3]);
  return reshapeTo(columns, [n, c * kernel[0] * kernel[1], oh * ow]);
}

/**
 * Columns of patches added back to an image (col2im), PyTorch's `F.fold`.
 *
 * @shape x: [N, C·kH·kW, windows] -> [N, C, H, W]
 * @throws ShapeError `shape/size` where rows or windows do not fit the sizes
 * @example fold2d(tensor([[[1, 2], [3, 4]]]), [1, 3], [1, 2]) // [[[[1, 5, 4]]]]
 */
export function fold2d(
  x: Tensor,
  outputSize: number | readonly number[],
  kernelSize: number | readonly number[],
  options: UnfoldOptions = {},
): Tensor {
  needTensor("fold2d", "the input", x);
  needOptions("fold2d", options, ["stride", "padding", "dilation"]);
  if (x.ndim === 2) {
    const one = fold2d(reshapeTo(x, [1, ...x.shape]), outputSize, kernelSize, options);
    return reshapeTo(one, one.shape.slice(1));
  }
  if (x.ndim !== 3) throw rankError("fold2d", "the input", "2 or 3 axes", x.shape);
  const { kernel, stride, padding, dilation } = geometry("fold2d", kernelSize, options);
  const size = perAxis("fold2d", "outputSize", outputSize, 2, 1) as unknown as Pair;
  const full = size.map((m, i) => m + 2 * (padding[i] as number)) as unknown as Pair;
  const out = full.map((m, i) =>
    windowCount(m, kernel[i] as number, stride[i] as number, dilation[i] as number),
  ) as unknown as Pair;
  const [n, rows, windows] = x.shape as [number, number, number];
  const area = kernel[0] * kernel[1];
  if (rows % area !== 0)
    throw sizeError("fold2d", "the input", 1, `a multiple of ${area}`, x.shape);
  if (windows !== out[0] * out[1])
    throw sizeError("fold2d", "the input", 2, out[0] * out[1], x.shape);
  const c = rows / area;
  const pieces = permuteTo(reshapeTo(x, [n, c, ...kernel, ...out]), [0, 1, 4, 5, 2, 3]);
  const image = foldOf(reshapeTo(pieces, [n * c, ...out, ...kernel]), full, stride, dilation);
  const cut = shrinkTo(image, [
    0,
    n * c,
    padding[0],
    padding[0] + size[0],
    padding[1],
    padding[1] + size[1],
  ]);
  return reshapeTo(cut, [n, c, ...size]);
}
