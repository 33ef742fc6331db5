/** Pooling: the maximum or the mean of windows, of fixed or adapted size. */

import { noGrad, record, wrap } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { optionError, rankError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { needTensor } from "./cast.ts";
import { contraction } from "./contraction.ts";
import { perAxis } from "./conv.ts";
import { tensor } from "./create.ts";
import { add, mul, sub } from "./elementwise.ts";
import { indexSelect } from "./gather.ts";
import { floorDivide, minimum } from "./math.ts";
import { expandTo, padZeros, permuteTo, reshapeTo, sumAxes } from "./movement.ts";
import { needOptions } from "./options.ts";
import { takeRows } from "./rows.ts";

type Pair = [number, number];

export interface PoolOptions {
  /** Default: the window's size. */
  readonly stride?: number | readonly number[];
  readonly padding?: number | readonly number[];
  /** Let the last window reach over the end. */
  readonly ceilMode?: boolean;
}

export interface MaxPoolOptions extends PoolOptions {
  readonly dilation?: number | readonly number[];
}

export interface Pooled {
  readonly values: Tensor;
  /** int32 places in each unpadded plane, row-major. */
  readonly indices: Tensor;
}

function outSize(
  length: number,
  k: number,
  s: number,
  p: number,
  d: number,
  ceil: boolean,
): number {
  const room = length + 2 * p - d * (k - 1) - 1;
  let n = (ceil ? Math.ceil(room / s) : Math.floor(room / s)) + 1;
  // The last window has to start inside the input or the padding before it.
  if (ceil && (n - 1) * s >= length + p) n--;
  return n;
}

/** Images of one or more planes: [planes, H, W] and how to put the lead axes back. */
function planes(op: string, x: Tensor, dims: 1 | 2): { flat: Tensor; lead: number[] } {
  needTensor(op, "the input", x);
  if (x.ndim !== dims + 1 && x.ndim !== dims + 2)
    throw rankError(op, "the input", `${dims + 1} or ${dims + 2} axes`, x.shape);
  const lead = x.shape.slice(0, -dims);
  const size = x.shape.slice(-dims);
  const count = lead.reduce((p, n) => p * n, 1);
  return { flat: reshapeTo(x, [count, ...(dims === 1 ? [1] : []), ...size]), lead };
}

const asPair = (list: readonly number[], dims: 1 | 2, one: number): Pair =>
  dims === 1 ? [one, list[0] as number] : [list[0] as number, list[1] as number];

function maxPool(
  op: string,
  dims: 1 | 2,
  x: Tensor,
  kernelSize: number | readonly number[],
  o: MaxPoolOptions & { returnIndices?: boolean },
): Tensor | Pooled {
  const size = perAxis(op, "kernelSize", kernelSize, dims, 1);
  const kernel = asPair(size, dims, 1);
  const stride = asPair(perAxis(op, "stride", o.stride ?? size, dims, 1), dims, 1);
  const padding = asPair(perAxis(op, "padding", o.padding ?? 0, dims, 0), dims, 0);
  const dilation = asPair(perAxis(op, "dilation", o.dilation ?? 1, dims, 1), dims, 1);
  padding.forEach((p, i) => {
    if (p > (kernel[i] as number) / 2)
      throw optionError(op, "padding", p, `at most half of the window (${kernel[i]})`);
  });
  const { flat, lead } = planes(op, x, dims);
  if (x.ndim === dims + 1 && x.shape[0] === 0)
    throw rankError(op, "an input without batch", "channels", x.shape);
  const [count, h, w] = flat.shape as [number, number, number];
  const ceil = o.ceilMode ?? false;
  const out: Pair = [
    outSize(h, kernel[0], stride[0], padding[0], dilation[0], ceil),
    outSize(w, kernel[1], stride[1], padding[1], dilation[1], ceil),
  ];
  if (out[0] < 1 || out[1] < 1)
    throw optionError(
      op,
      "kernelSize",
      `[${kernel}]`,
      `no larger than the padded input [${h}, ${w}]`,
    );
  const place = wrap(graph.poolArgmax(flat.node, out, { kernel, stride, dilation, padding }));
  const shape = [...lead, ...out.slice(2 - dims)];
  const flatIndex = planeOffsets(place, count, h * w);
  const values = reshapeTo(takeRows(reshapeTo(flat, [count * h * w, 1]), flatIndex), shape);
  return o.returnIndices ? { values, indices: reshapeTo(place, shape) } : values;
}

/** Places within planes as places in all planes in a row. */
function planeOffsets(place: Tensor, count: number, size: number): Tensor {
  const start = wrap(
    graph.scalar(
      "mul",
      [graph.reshape(graph.iota(count), [count, 1, 1]), graph.constant(size, "int32")],
      [count, 1, 1],
      "int32",
    ),
  );
  const all = wrap(graph.scalar("add", [place.node, start.node], place.shape, "int32"));
  return reshapeTo(all, [place.numel()]);
}

/** Maximum of windows of a sequence. @shape x: [N, C, L] -> [N, C, out] @example maxPool1d(tensor([[[1, 3, 2, 4]]]), 2) // [[[3, 4]]] */
export function maxPool1d(
  x: Tensor,
  kernelSize: number | readonly number[],
  o: MaxPoolOptions & { returnIndices: true },
): Pooled;
export function maxPool1d(
  x: Tensor,
  kernelSize: number | readonly number[],
  o?: MaxPoolOptions,
): Tensor;
export function maxPool1d(
  x: Tensor,
  kernelSize: number | readonly number[],
  o: MaxPoolOptions & { returnIndices?: boolean } = {},
): Tensor | Pooled {
  needOptions("maxPool1d", o, ["dilation", "stride", "padding", "ceilMode", "returnIndices"]);
  return maxPool("maxPool1d", 1, x, kernelSize, o);
}
/** Maximum of windows of an image; a tie goes to the first. @shape x: [N, C, H, W] -> [N, C, outH, outW] @example maxPool2d(tensor([[[[1, 2], [3, 4]]]]), 2) // [[[[4]]]] */
export function maxPool2d(
  x: Tensor,
  kernelSize: number | readonly number[],
  o: MaxPoolOptions & { returnIndices: true },
): Pooled;
export function maxPool2d(
  x: Tensor,
  kernelSize: number | readonly number[],
  o?: MaxPoolOptions,
): Tensor;
export function maxPool2d(
  x: Tensor,
  kernelSize: number | readonly number[],
  o: MaxPoolOptions & { returnIndices?: boolean } = {},
): Tensor | Pooled {
  needOptions("maxPool2d", o, ["dilation", "stride", "padding", "ceilMode", "returnIndices"]);
  return maxPool("maxPool2d", 2, x, kernelSize, o);
}

export interface AvgPoolOptions extends PoolOptions {
  /** Count padding zeros; default true. */
  readonly countIncludePad?: boolean;
  /** Divide by this instead of the window's count. */
  readonly divisorOverride?: number;
}

/** Sums of 2-d windows of [planes, H, W], differentiable: the gradient adds each sum back to its window. */
function windowSums(x: Tensor, kernel: Pair, stride: Pair): Tensor {
  const win = graph.windows(x.node, kernel, stride, [1, 1]);
  const node = graph.reduce("sum", win, [3, 4]);
  const [, h, w] = x.shape as [number, number, number];
  return record("windowSums", node, [x], (g) => [spreadSums(g, [h, w], kernel, stride)]);
}

function spreadSums(g: Tensor, size: Pair, kernel: Pair, stride: Pair): Tensor {
  const [p, oh, ow] = g.shape as [number, number, number];
  const wide = expandTo(reshapeTo(g, [p, oh, ow, 1, 1]), [p, oh, ow, ...kernel]);
  const node = graph.fold(wide.node, size, stride, [1, 1]);
  return record("spreadSums", node, [g], (h) => [windowSums(h, kernel, stride)]);
}

function avgPool(
  op: string,
  dims: 1 | 2,
  x: Tensor,
  kernelSize: number | readonly number[],
  o: AvgPoolOptions,
): Tensor {
  const size = perAxis(op, "kernelSize", kernelSize, dims, 1);
  const kernel = asPair(size, dims, 1);
  const stride = asPair(perAxis(op, "stride", o.stride ?? size, dims, 1), dims, 1);
  const padding = asPair(perAxis(op, "padding", o.padding ?? 0, dims, 0), dims, 0);
  padding.forEach((p, i) => {
    if (p > (kernel[i] as number) / 2)
      throw optionError(op, "padding", p, `at most half of the window (${kernel[i]})`);
  });
  const { flat, lead } = planes(op, x, dims);
  const lengths = flat.shape.slice(1) as Pair;
  const ceil = o.ceilMode ?? false;
  const out = lengths.map((n, i) =>
    outSize(n, kernel[i] as number, stride[i] as number, padding[i] as number, 1, ceil),
  ) as Pair;
  if (out.some((n) => n < 1))
    throw optionError(
      op,
      "kernelSize",
      `[${kernel}]`,
      `no larger than the padded input [${lengths}]`,
    );
  const after = lengths.map((n, i) =>
    Math.max(
      padding[i] as number,
      ((out[i] as number) - 1) * (stride[i] as number) +
        (kernel[i] as number) -
        n -
        (padding[i] as number),
    ),
  ) as Pair;
  if (o.divisorOverride !== undefined && !(Math.abs(o.divisorOverride) > 0))
    throw optionError(op, "divisorOverride", o.divisorOverride, "a number other than 0");
  const padded = padZeros(flat, [0, 0, padding[0], after[0], padding[1], after[1]]);
  const sums = cutTo(windowSums(padded, kernel, stride), out);
  const include = o.countIncludePad ?? true;
  const counts = (axis: 0 | 1): number[] =>
    Array.from({ length: out[axis] }, (_, i) => {
      const start = i * stride[axis] - padding[axis];
      const end = Math.min(start + kernel[axis], lengths[axis] + padding[axis]);
      return include ? end - start : Math.min(end, lengths[axis]) - Math.max(start, 0);
    });
  const scale = tensor(
    counts(0).map((a) => counts(1).map((b) => 1 / (o.divisorOverride ?? a * b))),
    { dtype: x.dtype },
  );
  return reshapeTo(mul(sums, scale), [...lead, ...out.slice(2 - dims)]);
}

function cutTo(x: Tensor, out: Pair): Tensor {
  const [p] = x.shape as [number];
  if (x.shape[1] === out[0] && x.shape[2] === out[1]) return x;
  const node = graph.shrink(x.node, [0, p, 0, out[0], 0, out[1]]);
  const rest: Pair = [(x.shape[1] as number) - out[0], (x.shape[2] as number) - out[1]];
  return record("cut", node, [x], (g) => [padZeros(g, [0, 0, 0, rest[0], 0, rest[1]])]);
}

/** Mean of windows of a sequence. @shape x: [N, C, L] -> [N, C, out] @example avgPool1d(tensor([[[1, 3, 2, 4]]]), 2) // [[[2, 3]]] */
export const avgPool1d = (
  x: Tensor,
  kernelSize: number | readonly number[],
  o: AvgPoolOptions = {},
): Tensor => {
  needOptions("avgPool1d", o, [
    "countIncludePad",
    "divisorOverride",
    "stride",
    "padding",
    "ceilMode",
  ]);
  return avgPool("avgPool1d", 1, x, kernelSize, o);
};
/** Mean of windows of an image. @shape x: [N, C, H, W] -> [N, C, outH, outW] @example avgPool2d(tensor([[[[1, 2], [3, 4]]]]), 2) // [[[[2.5]]]] */
export const avgPool2d = (
  x: Tensor,
  kernelSize: number | readonly number[],
  o: AvgPoolOptions = {},
): Tensor => {
  needOptions("avgPool2d", o, [
    "countIncludePad",
    "divisorOverride",
    "stride",
    "padding",
    "ceilMode",
  ]);
  return avgPool("avgPool2d", 2, x, kernelSize, o);
};

const bins = (length: number, out: number): Pair[] =>
  Array.from({ length: out }, (_, i) => [
    Math.floor((i * length) / out),
    Math.ceil(((i + 1) * length) / out),
  ]);

function targetSize(
  op: string,
  x: Tensor,
  outputSize: number | readonly (number | null)[],
  dims: 1 | 2,
): Pair {
  needTensor(op, "the input", x);
  const list: (number | null)[] = Array.isArray(outputSize)
    ? [...outputSize]
    : new Array<number>(dims).fill(outputSize as number);
  const size = list.map((n, i) => n ?? (x.shape[x.ndim - dims + i] as number));
  return asPair(perAxis(op, "outputSize", size, dims, 1), dims, 1);
}

/** Means over bins of [planes, H, W], as a product with a small averaging matrix an axis. */
function adaptiveAvg(
  op: string,
  dims: 1 | 2,
  x: Tensor,
  outputSize: number | readonly (number | null)[],
): Tensor {
  const { flat, lead } = planes(op, x, dims);
  const out = targetSize(op, x, outputSize, dims);
  const [, h, w] = flat.shape as [number, number, number];
  const shape = [...lead, ...out.slice(2 - dims)];
  if (out[0] === 1 && out[1] === 1)
    return reshapeTo(mul(sumAxes(flat, [1, 2], false), 1 / (h * w)), shape);
  const averaging = (n: number, m: number): Tensor =>
    tensor(
      bins(n, m).map(([lo, hi]) =>
        Array.from({ length: n }, (_, i) => (i >= lo && i < hi ? 1 / (hi - lo) : 0)),
      ),
      { dtype: x.dtype },
    );
  let y = flat;
  if (out[1] !== w) y = contraction(y, averaging(w, out[1]), { batch: 0, m: 2, n: 1, k: 1 });
  if (out[0] !== h) {
    const turned = contraction(permuteTo(y, [0, 2, 1]), averaging(h, out[0]), {
      batch: 0,
      m: 2,
      n: 1,
      k: 1,
    });
    y = permuteTo(turned, [0, 2, 1]);
  }
  return reshapeTo(y, shape);
}

/** Means over as many bins as wanted. @shape x: [N, C, L] -> [N, C, out] @example adaptiveAvgPool1d(tensor([[[1, 3]]]), 1) // [[[2]]] */
export const adaptiveAvgPool1d = (
  x: Tensor,
  outputSize: number | readonly (number | null)[],
): Tensor => adaptiveAvg("adaptiveAvgPool1d", 1, x, outputSize);
/** Means over as many bins as wanted. @shape x: [N, C, H, W] -> [N, C, outH, outW] @example adaptiveAvgPool2d(tensor([[[[1, 2], [3, 4]]]]), 1) // [[[[2.5]]]] */
export const adaptiveAvgPool2d = (
  x: Tensor,
  outputSize: number | readonly (number | null)[],
): Tensor => adaptiveAvg("adaptiveAvgPool2d", 2, x, outputSize);

/** For each bin the places it reads, all lists as long as the longest, the last place repeated. */
const binPlaces = (length: number, out: number): number[][] => {
  const list = bins(length, out);
  const longest = Math.max(...list.map(([lo, hi]) => hi - lo));
  return list.map(([lo, hi]) =>
    Array.from({ length: longest }, (_, i) => Math.min(lo + i, hi - 1)),
  );
};

const ints = (list: readonly number[], shape: readonly number[]): Tensor =>
  tensor(Int32Array.from(list), { shape });

/** Maxima over bins, by picking: the places of the maxima, then the values there. */
function adaptiveMax(
  op: string,
  dims: 1 | 2,
  x: Tensor,
  outputSize: number | readonly (number | null)[],
): Pooled {
  const { flat, lead } = planes(op, x, dims);
  const [oh, ow] = targetSize(op, x, outputSize, dims);
  const [p, h, w] = flat.shape as [number, number, number];
  const [rows, columns] = [binPlaces(h, oh), binPlaces(w, ow)];
  const [kh, kw] = [(rows[0] as number[]).length, (columns[0] as number[]).length];
  const where = noGrad(() => {
    // Repeated places come last in a bin, so the first maximum is never a repeat.
    const tall = indexSelect(flat.detach(), 1, ints(rows.flat(), [oh * kh]));
    const wide = indexSelect(tall, 2, ints(columns.flat(), [ow * kw]));
    const cut = permuteTo(reshapeTo(wide, [p, oh, kh, ow, kw]), [0, 1, 3, 2, 4]);
    const place = wrap(graph.reduce("argmax", cut.node, [3, 4]));
    const row = floorDivide(place, kw);
    const column = sub(place, mul(row, kw));
    const last = (list: number[][]): number[] => list.map((l) => l.at(-1) as number);
    const first = (list: number[][]): number[] => list.map((l) => l[0] as number);
    const y = minimum(add(row, ints(first(rows), [oh, 1])), ints(last(rows), [oh, 1]));
    const z = minimum(add(column, ints(first(columns), [ow])), ints(last(columns), [ow]));
    return add(mul(y, w), z);
  });
  const starts = mul(reshapeTo(wrap(graph.iota(p)), [p, 1, 1]), h * w);
  const places = reshapeTo(add(where, starts), [p * oh * ow]);
  const shape = [...lead, ...[oh, ow].slice(2 - dims)];
  return {
    values: reshapeTo(takeRows(reshapeTo(flat, [p * h * w, 1]), places), shape),
    indices: reshapeTo(where, shape),
  };
}

/**
 * Maxima over as many bins as wanted.
 *
 * @shape x: [N, C, L] -> [N, C, out]
 * @param options.returnIndices give `{ values, indices }`; default false
 * @example adaptiveMaxPool1d(tensor([[[1, 3, 2]]]), 1) // [[[3]]]
 */
export function adaptiveMaxPool1d(
  x: Tensor,
  outputSize: number | readonly (number | null)[],
  options?: { returnIndices?: false },
): Tensor;
export function adaptiveMaxPool1d(
  x: Tensor,
  outputSize: number | readonly (number | null)[],
  options: { returnIndices: true },
): Pooled;
export function adaptiveMaxPool1d(
  x: Tensor,
  outputSize: number | readonly (number | null)[],
  options: { returnIndices?: boolean } = {},
): Tensor | Pooled {
  needOptions("adaptiveMaxPool1d", options, ["returnIndices"]);
  const pooled = adaptiveMax("adaptiveMaxPool1d", 1, x, outputSize);
  return options.returnIndices ? pooled : pooled.values;
}

/**
 * Maxima over as many bins as wanted; null keeps a size.
 *
 * @shape x: [N, C, H, W] -> [N, C, outH, outW]
 * @param options.returnIndices give `{ values, indices }`; default false
 * @example adaptiveMaxPool2d(tensor([[[[1, 2], [3, 4]]]]), 1) // [[[[4]]]]
 */
export function adaptiveMaxPool2d(
  x: Tensor,
  outputSize: number | readonly (number | null)[],
  options?: { returnIndices?: false },
): Tensor;
export function adaptiveMaxPool2d(
  x: Tensor,
  outputSize: number | readonly (number | null)[],
  options: { returnIndices: true },
): Pooled;
export function adaptiveMaxPool2d(
  x: Tensor,
  outputSize: number | readonly (number | null)[],
  options: { returnIndices?: boolean } = {},
): Tensor | Pooled {
  needOptions("adaptiveMaxPool2d", options, ["returnIndices"]);
  const pooled = adaptiveMax("adaptiveMaxPool2d", 2, x, outputSize);
  return options.returnIndices ? pooled : pooled.values;
}
