/**
 * Convolution in any number of dimensions, as contractions over sliding windows. Its gradients are
 * contractions of the same kind: with respect to the input, the kernel turned round over the padded
 * output gradient; with respect to the kernel, the output gradient over the input's windows.
 */

import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { optionError, rankError, sizeError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { needTensor } from "./cast.ts";
import { add } from "./elementwise.ts";
import { flipAxes, padZeros, permuteTo, reshapeTo, shrinkTo } from "./movement.ts";
import { needOptions } from "./options.ts";

export interface ConvOptions {
  readonly stride?: number | readonly number[];
  /** Zeros on both sides, or "same" (output as large as the input, stride 1) or "valid" (none). */
  readonly padding?: number | readonly number[] | "same" | "valid";
  readonly dilation?: number | readonly number[];
  readonly groups?: number;
}

/** Geometry of a convolution with everything written out. */
export interface ConvGeometry {
  readonly stride: readonly number[];
  /** before, after of each axis */
  readonly pads: readonly (readonly [number, number])[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

export const perAxis = (
  op: string,
  name: string,
  value: number | readonly number[],
  dims: number,
  least: number,
): number[] => {
  const list: number[] = Array.isArray(value)
    ? [...value]
    : new Array<number>(dims).fill(value as number);
  if (list.length === 1 && dims > 1)
    list.push(...new Array<number>(dims - 1).fill(list[0] as number));
  if (list.length !== dims || list.some((v) => !Number.isInteger(v) || v < least))
    throw optionError(op, name, value, `whole numbers from ${least}, one or ${dims} of them`);
  return list;
};

const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i);

/** The core: x [N, C, ...L] already padded, w [O, C/g, ...K] -> [N, O, ...out]. */
function convolve(
  x: Tensor,
  w: Tensor,
  stride: readonly number[],
  dilation: readonly number[],
  groups: number,
): Tensor {
  const dims = stride.length;
  const size = w.shape.slice(2);
  const [n, c] = x.shape as [number, number];
  const o = w.shape[0] as number;
  const cg = c / groups;
  // [N, g, C/g, ...out, ...K] -> [N, g, ...out, C/g, ...K]
  const win = graph.windows(x.node, size, stride, dilation);
  const out = win.shape.slice(2, 2 + dims);
  const grouped = graph.reshape(win, [n, groups, cg, ...out, ...size]);
  const b = graph.permute(grouped, [0, 1, ...range(3, dims), 2, ...range(3 + dims, dims)]);
  const kernel = graph.expand(graph.reshape(w.node, [1, groups, o / groups, cg, ...size]), [
    n,
    groups,
    o / groups,
    cg,
    ...size,
  ]);
  const product = graph.contract(kernel, b, { batch: 2, m: 1, n: dims, k: 1 + dims });
  const node = graph.reshape(product, [n, o, ...out]);
  return record("conv", node, [x, w], (g) => [
    x.requiresGrad ? convInput(g, w, x.shape, stride, dilation, groups) : null,
    w.requiresGrad ? convWeight(g, x, w.shape, stride, dilation, groups) : null,
  ]);
}

/** Gradient with respect to the (padded) input: also what a transposed convolution computes. */
export function convInput(
  g: Tensor,
  w: Tensor,
  shape: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
  groups: number,
): Tensor {
  const dims = stride.length;
  const size = w.shape.slice(2);
  const c = shape[1] as number;
  const o = w.shape[0] as number;
  // Zeros between the gradient's elements for strides, and around it for the kernel's reach.
  let spread = g;
  stride.forEach((s, i) => {
    if (s === 1) return;
    const axis = 2 + i;
    const before = spread.shape;
    const length = before[axis] as number;
    const apart = reshapeTo(spread, [...before.slice(0, axis + 1), 1, ...before.slice(axis + 1)]);
    const padded = padZeros(
      apart,
      apart.shape.flatMap((_, k) => (k === axis + 1 ? [0, s - 1] : [0, 0])),
    );
    const joined = reshapeTo(
      padded,
      before.map((m, k) => (k === axis ? m * s : m)),
    );
    spread = shrinkTo(
      joined,
      joined.shape.flatMap((m, k) => (k === axis ? [0, (length - 1) * s + 1] : [0, m])),
    );
  });
  const sides: number[] = [0, 0, 0, 0];
  size.forEach((k, i) => {
    const reach = (dilation[i] as number) * (k - 1);
    const have = (spread.shape[2 + i] as number) + reach;
    sides.push(reach, reach + (shape[2 + i] as number) - have);
  });
  const padded = padZeros(spread, sides);
  // [O, C/g, ...K] -> [C, O/g, ...K], turned round
  const cg = c / groups;
  const og = o / groups;
  const split = reshapeTo(w, [groups, og, cg, ...size]);
  const swapped = reshapeTo(permuteTo(split, [0, 2, 1, ...range(3, dims)]), [c, og, ...size]);
  const turned = flipAxes(swapped, range(2, dims));
  return convolve(
    padded,
    turned,
    stride.map(() => 1),
    dilation,
    groups,
  );
}

/** Gradient with respect to the kernel. */
function convWeight(
  g: Tensor,
  x: Tensor,
  shape: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
  groups: number,
): Tensor {
  const dims = stride.length;
  const [o, cg, ...size] = shape as [number, number, ...number[]];
  const n = x.shape[0] as number;
  const out = g.shape.slice(2);
  const og = o / groups;
  // m = O/g, n = (C/g, ...K), k = (N, ...out), batch = g
  const a = graph.permute(graph.reshape(g.node, [n, groups, og, ...out]), [
    1,
    2,
    0,
    ...range(3, dims),
  ]);
  const win = graph.reshape(windowsOver(x, out, size, stride, dilation), [
    n,
    groups,
    cg,
    ...out,
    ...size,
  ]);
  const b = graph.permute(win, [1, 2, ...range(3 + dims, dims), 0, ...range(3, dims)]);
  const product = graph.contract(a, b, { batch: 1, m: 1, n: 1 + dims, k: 1 + dims });
  const node = graph.reshape(product, shape);
  return record("convWeight", node, [g, x], (h) => [
    g.requiresGrad ? cropTo(convolve(x, h, stride, dilation, groups), out) : null,
    x.requiresGrad ? convInput(g, h, x.shape, stride, dilation, groups) : null,
  ]);
}

function cropTo(y: Tensor, out: readonly number[]): Tensor {
  return shrinkTo(
    y,
    y.shape.flatMap((m, i) => [0, i < 2 ? m : (out[i - 2] as number)]),
  );
}

const windowsOver = (
  x: Tensor,
  out: readonly number[],
  size: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): graph.Node => {
  const win = graph.windows(x.node, size, stride, dilation);
  return graph.shrink(
    win,
    win.shape.flatMap((m, i) => [0, i >= 2 && i < 2 + out.length ? (out[i - 2] as number) : m]),
  );
};

function geometry(
  op: string,
  x: Tensor,
  w: Tensor,
  dims: number,
  options: ConvOptions,
): ConvGeometry {
  const stride = perAxis(op, "stride", options.stride ?? 1, dims, 1);
  const dilation = perAxis(op, "dilation", options.dilation ?? 1, dims, 1);
  const groups = options.groups ?? 1;
  const c = x.shape[1] as number;
  if (
    !Number.isInteger(groups) ||
    groups < 1 ||
    c % groups !== 0 ||
    (w.shape[0] as number) % groups !== 0
  )
    throw optionError(
      op,
      "groups",
      groups,
      `a divisor of ${c} input and ${w.shape[0]} output channels`,
    );
  const size = w.shape.slice(2);
  const { padding = 0 } = options;
  let pads: [number, number][];
  if (padding === "valid") pads = size.map(() => [0, 0]);
  else if (padding === "same") {
    if (stride.some((s) => s !== 1))
      throw optionError(op, "stride", String(options.stride), '1 with padding "same"');
    pads = size.map((k, i) => {
      const total = (dilation[i] as number) * (k - 1);
      const left = Math.floor(total / 2);
      return [left, total - left];
    });
  } else if (typeof padding === "string")
    throw optionError(op, "padding", padding, 'numbers, "same" or "valid"');
  else pads = perAxis(op, "padding", padding, dims, 0).map((p) => [p, p]);
  size.forEach((k, i) => {
    const have =
      (x.shape[2 + i] as number) +
      (pads[i] as [number, number])[0] +
      (pads[i] as [number, number])[1];
    if ((dilation[i] as number) * (k - 1) + 1 > have)
      throw sizeError(
        op,
        "the padded input",
        2 + i,
        `at least ${(dilation[i] as number) * (k - 1) + 1} (the kernel)`,
        x.shape,
      );
  });
  return { stride, dilation, groups, pads };
}

function conv(
  op: string,
  dims: number,
  x: Tensor,
  w: Tensor,
  bias: Tensor | null | undefined,
  options: ConvOptions,
): Tensor {
  needTensor(op, "the input", x);
  needTensor(op, "the weight", w);
  if (x.ndim === dims + 1)
    return reshapeBatch(conv(op, dims, reshapeTo(x, [1, ...x.shape]), w, bias, options));
  if (x.ndim !== dims + 2)
    throw rankError(op, "the input", `${dims + 2} axes [batch, channels, …]`, x.shape);
  if (w.ndim !== dims + 2)
    throw rankError(op, "the weight", `${dims + 2} axes [out, in/groups, …]`, w.shape);
  const g = geometry(op, x, w, dims, options);
  if ((x.shape[1] as number) !== (w.shape[1] as number) * g.groups)
    throw sizeError(op, "the input", 1, (w.shape[1] as number) * g.groups, x.shape);
  const padded = padZeros(x, [0, 0, 0, 0, ...g.pads.flat()]);
  return withBias(op, convolve(padded, w, g.stride, g.dilation, g.groups), bias, dims);
}

const reshapeBatch = (y: Tensor): Tensor => reshapeTo(y, y.shape.slice(1));

function withBias(op: string, y: Tensor, bias: Tensor | null | undefined, dims: number): Tensor {
  if (bias === null || bias === undefined) return y;
  needTensor(op, "the bias", bias);
  if (bias.ndim !== 1 || bias.shape[0] !== y.shape[1])
    throw sizeError(op, "the bias", 0, y.shape[1] as number, bias.shape);
  return add(y, reshapeTo(bias, [y.shape[1] as number, ...new Array<number>(dims).fill(1)]));
}

/** Convolution over sequences. @shape x: [N, C, L], w: [O, C/g, K] -> [N, O, out] @example conv1d(tensor([[[1, 2, 3]]]), tensor([[[1, 1]]])) // [[[3, 5]]] */
export const conv1d = (
  x: Tensor,
  w: Tensor,
  bias?: Tensor | null,
  options: ConvOptions = {},
): Tensor => {
  needOptions("conv1d", options, ["stride", "padding", "dilation", "groups"]);
  return conv("conv1d", 1, x, w, bias, options);
};
/**
 * Convolution over images: `out = ⌊(L + 2·padding − dilation·(K − 1) − 1)/stride⌋ + 1` along each axis.
 *
 * @shape x: [N, C, H, W], w: [O, C/g, kH, kW] -> [N, O, outH, outW]
 * @throws ShapeError `shape/rank`, `shape/size`
 * @example conv2d(tensor([[[[1, 2], [3, 4]]]]), tensor([[[[1, 1], [1, 1]]]])) // [[[[10]]]]
 */
export const conv2d = (
  x: Tensor,
  w: Tensor,
  bias?: Tensor | null,
  options: ConvOptions = {},
): Tensor => {
  needOptions("conv2d", options, ["stride", "padding", "dilation", "groups"]);
  return conv("conv2d", 2, x, w, bias, options);
};
/** Convolution over volumes. @shape x: [N, C, D, H, W], w: [O, C/g, kD, kH, kW] @example conv3d(tensor([[[[[2]]]]]), tensor([[[[[3]]]]])) // [[[[[6]]]]] */
export const conv3d = (
  x: Tensor,
  w: Tensor,
  bias?: Tensor | null,
  options: ConvOptions = {},
): Tensor => {
  needOptions("conv3d", options, ["stride", "padding", "dilation", "groups"]);
  return conv("conv3d", 3, x, w, bias, options);
};

export interface ConvTransposeOptions {
  readonly stride?: number | readonly number[];
  readonly padding?: number | readonly number[];
  /** Rows added at the end, to choose among the sizes a stride leaves open. */
  readonly outputPadding?: number | readonly number[];
  readonly groups?: number;
  readonly dilation?: number | readonly number[];
}

function convTranspose(
  op: string,
  dims: number,
  x: Tensor,
  w: Tensor,
  bias: Tensor | null | undefined,
  options: ConvTransposeOptions,
): Tensor {
  needTensor(op, "the input", x);
  needTensor(op, "the weight", w);
  if (x.ndim === dims + 1)
    return reshapeBatch(convTranspose(op, dims, reshapeTo(x, [1, ...x.shape]), w, bias, options));
  if (x.ndim !== dims + 2)
    throw rankError(op, "the input", `${dims + 2} axes [batch, channels, …]`, x.shape);
  if (w.ndim !== dims + 2)
    throw rankError(op, "the weight", `${dims + 2} axes [in, out/groups, …]`, w.shape);
  const stride = perAxis(op, "stride", options.stride ?? 1, dims, 1);
  const padding = perAxis(op, "padding", options.padding ?? 0, dims, 0);
  const extra = perAxis(op, "outputPadding", options.outputPadding ?? 0, dims, 0);
  const dilation = perAxis(op, "dilation", options.dilation ?? 1, dims, 1);
  const groups = options.groups ?? 1;
  extra.forEach((n, i) => {
    const most = Math.max(stride[i] as number, dilation[i] as number);
    if (n >= most)
      throw optionError(op, "outputPadding", n, `below the stride or dilation, ${most}`);
  });
  if (x.shape[1] !== w.shape[0]) throw sizeError(op, "the input", 1, w.shape[0] as number, x.shape);
  const full = stride.map(
    (s, i) =>
      ((x.shape[2 + i] as number) - 1) * s +
      (dilation[i] as number) * ((w.shape[2 + i] as number) - 1) +
      1 +
      (extra[i] as number),
  );
  const channels = (w.shape[1] as number) * groups;
  const y = convInput(x, w, [x.shape[0] as number, channels, ...full], stride, dilation, groups);
  const cut = shrinkTo(
    y,
    y.shape.flatMap((m, i) =>
      i < 2 ? [0, m] : [padding[i - 2] as number, m - (padding[i - 2] as number)],
    ),
  );
  return withBias(op, cut, bias, dims);
}

/** The transpose (input gradient) of `conv1d`. @shape x: [N, C, L], w: [C, O/g, K] @example convTranspose1d(tensor([[[1, 2]]]), tensor([[[1, 1]]])) // [[[1, 3, 2]]] */
export const convTranspose1d = (
  x: Tensor,
  w: Tensor,
  bias?: Tensor | null,
  options: ConvTransposeOptions = {},
): Tensor => {
  needOptions("convTranspose1d", options, [
    "stride",
    "padding",
    "outputPadding",
    "groups",
    "dilation",
  ]);
  return convTranspose("convTranspose1d", 1, x, w, bias, options);
};
/** The transpose (input gradient) of `conv2d`. @shape x: [N, C, H, W], w: [C, O/g, kH, kW] @example convTranspose2d(tensor([[[[2]]]]), tensor([[[[3]]]])) // [[[[6]]]] */
export const convTranspose2d = (
  x: Tensor,
  w: Tensor,
  bias?: Tensor | null,
  options: ConvTransposeOptions = {},
): Tensor => {
  needOptions("convTranspose2d", options, [
    "stride",
    "padding",
    "outputPadding",
    "groups",
    "dilation",
  ]);
  return convTranspose("convTranspose2d", 2, x, w, bias, options);
};
/** The transpose (input gradient) of `conv3d`. @shape x: [N, C, D, H, W], w: [C, O/g, kD, kH, kW] @example convTranspose3d(tensor([[[[[2]]]]]), tensor([[[[[3]]]]])) // [[[[[6]]]]] */
export const convTranspose3d = (
  x: Tensor,
  w: Tensor,
  bias?: Tensor | null,
  options: ConvTransposeOptions = {},
): Tensor => {
  needOptions("convTranspose3d", options, [
    "stride",
    "padding",
    "outputPadding",
    "groups",
    "dilation",
  ]);
  return convTranspose("convTranspose3d", 3, x, w, bias, options);
};
