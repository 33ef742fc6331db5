/**
 * Pooling of volumes: windows of three axes are windows of an image, then windows of a sequence of what these gave. Greatest
 * values, and means of so many values, do not depend on the order.
 */
import type { Tensor } from "../autograd/tensor.ts";
import { optionError, rankError } from "../errors.ts";
import { castTo, needTensor } from "./cast.ts";
import { perAxis } from "./conv.ts";
import { add, mul } from "./elementwise.ts";
import { gather } from "./gather.ts";
import { permuteTo, reshapeTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import {
  type AvgPoolOptions,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  avgPool1d,
  avgPool2d,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  type Pooled,
} from "./pool.ts";

type Sizes = number | readonly number[];

/** A volume as [planes, D, H, W], and its first axes. */
function volumes(op: string, x: Tensor): { flat: Tensor; lead: readonly number[] } {
  needTensor(op, "the input", x);
  if (x.ndim !== 4 && x.ndim !== 5) throw rankError(op, "the input", "4 or 5 axes", x.shape);
  const lead = x.shape.slice(0, -3);
  const count = lead.reduce((p, n) => p * n, 1);
  return { flat: reshapeTo(x, [count, ...x.shape.slice(-3)]), lead };
}

/** [planes, D, h, w] with D last, as rows; and back, with another length. */
function alongDepth(y: Tensor, work: (rows: Tensor) => Tensor): Tensor {
  const [planes, , h, w] = y.shape as [number, number, number, number];
  const rows = permuteTo(y, [0, 2, 3, 1]);
  const done = work(reshapeTo(rows, [1, planes * h * w, rows.shape[3] as number]));
  const out = reshapeTo(done, [planes, h, w, done.shape[2] as number]);
  return permuteTo(out, [0, 3, 1, 2]);
}

const last2 = (list: readonly number[]): number[] => list.slice(1);
const first = (list: readonly number[]): number => list[0] as number;

/** Two steps to the greatest values with their places in the volume. */
function greatest(
  x: Tensor,
  lead: readonly number[],
  flat: Tensor,
  plane: (images: Tensor) => Pooled,
  depth: (rows: Tensor) => Pooled,
): Pooled {
  const [h, w] = x.shape.slice(-2) as [number, number];
  const images = plane(flat);
  let places: Tensor | null = null;
  const values = alongDepth(images.values, (rows) => {
    const found = depth(rows);
    places = found.indices;
    return found.values;
  });
  const slices = alongDepth(images.values.detach(), () => places as unknown as Tensor);
  const inPlane = gather(images.indices, 1, castTo(slices, "int32"));
  const whole = add(mul(slices, h * w), inPlane);
  const shape = [...lead, ...values.shape.slice(1)];
  return { values: reshapeTo(values, shape), indices: castTo(reshapeTo(whole, shape), "int32") };
}

/** Maximum of windows of a volume; a tie goes to the first. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example maxPool3d(ones([1, 1, 2, 2, 2]), 2) // [[[[[1]]]]] */
export function maxPool3d(
  x: Tensor,
  kernelSize: Sizes,
  o: MaxPoolOptions & { returnIndices: true },
): Pooled;
export function maxPool3d(x: Tensor, kernelSize: Sizes, o?: MaxPoolOptions): Tensor;
export function maxPool3d(
  x: Tensor,
  kernelSize: Sizes,
  o: MaxPoolOptions & { returnIndices?: boolean } = {},
): Tensor | Pooled {
  needOptions("maxPool3d", o, ["dilation", "stride", "padding", "ceilMode", "returnIndices"]);
  const { flat, lead } = volumes("maxPool3d", x);
  const size = perAxis("maxPool3d", "kernelSize", kernelSize, 3, 1);
  const stride = perAxis("maxPool3d", "stride", o.stride ?? size, 3, 1);
  const padding = perAxis("maxPool3d", "padding", o.padding ?? 0, 3, 0);
  const dilation = perAxis("maxPool3d", "dilation", o.dilation ?? 1, 3, 1);
  const ceilMode = o.ceilMode ?? false;
  const pooled = greatest(
    x,
    lead,
    flat,
    (images) =>
      maxPool2d(images, last2(size), {
        stride: last2(stride),
        padding: last2(padding),
        dilation: last2(dilation),
        ceilMode,
        returnIndices: true,
      }),
    (rows) =>
      maxPool1d(rows, first(size), {
        stride: first(stride),
        padding: first(padding),
        dilation: first(dilation),
        ceilMode,
        returnIndices: true,
      }),
  );
  return o.returnIndices ? pooled : pooled.values;
}

/** Mean of windows of a volume. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example avgPool3d(ones([1, 1, 2, 2, 2]), 2) // [[[[[1]]]]] */
export function avgPool3d(x: Tensor, kernelSize: Sizes, o: AvgPoolOptions = {}): Tensor {
  needOptions("avgPool3d", o, [
    "countIncludePad",
    "divisorOverride",
    "stride",
    "padding",
    "ceilMode",
  ]);
  const { flat, lead } = volumes("avgPool3d", x);
  const size = perAxis("avgPool3d", "kernelSize", kernelSize, 3, 1);
  const stride = perAxis("avgPool3d", "stride", o.stride ?? size, 3, 1);
  const padding = perAxis("avgPool3d", "padding", o.padding ?? 0, 3, 0);
  const { divisorOverride, countIncludePad = true, ceilMode = false } = o;
  if (
    divisorOverride !== undefined &&
    !(Number.isInteger(divisorOverride) && divisorOverride !== 0)
  )
    throw optionError(
      "avgPool3d",
      "divisorOverride",
      divisorOverride,
      "a whole number other than 0",
    );
  const shared = {
    countIncludePad,
    ceilMode,
    ...(divisorOverride !== undefined && { divisorOverride: 1 }),
  };
  const images = avgPool2d(flat, last2(size), {
    ...shared,
    stride: last2(stride),
    padding: last2(padding),
  });
  const y = alongDepth(images, (rows) =>
    avgPool1d(rows, first(size), { ...shared, stride: first(stride), padding: first(padding) }),
  );
  const whole = reshapeTo(y, [...lead, ...y.shape.slice(1)]);
  return divisorOverride === undefined ? whole : mul(whole, 1 / divisorOverride);
}

type OutputSizes = number | readonly (number | null)[];

function outputSizes(op: string, x: Tensor, outputSize: OutputSizes): number[] {
  const given: (number | null)[] = Array.isArray(outputSize)
    ? [...outputSize]
    : [outputSize as number, outputSize as number, outputSize as number];
  const size = given.map((n, i) => n ?? (x.shape[x.ndim - 3 + i] as number));
  return perAxis(op, "outputSize", size, 3, 1);
}

/** Means over as many bins as wanted; null keeps a size. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example adaptiveAvgPool3d(ones([1, 1, 2, 2, 2]), 1) // [[[[[1]]]]] */
export function adaptiveAvgPool3d(x: Tensor, outputSize: OutputSizes): Tensor {
  const { flat, lead } = volumes("adaptiveAvgPool3d", x);
  const size = outputSizes("adaptiveAvgPool3d", x, outputSize);
  const images = adaptiveAvgPool2d(flat, last2(size));
  const y = alongDepth(images, (rows) => adaptiveAvgPool1d(rows, first(size)));
  return reshapeTo(y, [...lead, ...y.shape.slice(1)]);
}

/** Maxima over as many bins as wanted; null keeps a size. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example adaptiveMaxPool3d(ones([1, 1, 2, 2, 2]), 1) // [[[[[1]]]]] */
export function adaptiveMaxPool3d(
  x: Tensor,
  outputSize: OutputSizes,
  options?: { returnIndices?: false },
): Tensor;
export function adaptiveMaxPool3d(
  x: Tensor,
  outputSize: OutputSizes,
  options: { returnIndices: true },
): Pooled;
export function adaptiveMaxPool3d(
  x: Tensor,
  outputSize: OutputSizes,
  options: { returnIndices?: boolean } = {},
): Tensor | Pooled {
  needOptions("adaptiveMaxPool3d", options, ["returnIndices"]);
  const { flat, lead } = volumes("adaptiveMaxPool3d", x);
  const size = outputSizes("adaptiveMaxPool3d", x, outputSize);
  const pooled = greatest(
    x,
    lead,
    flat,
    (images) => adaptiveMaxPool2d(images, last2(size), { returnIndices: true }),
    (rows) => adaptiveMaxPool1d(rows, first(size), { returnIndices: true }),
  );
  return options.returnIndices ? pooled : pooled.values;
}
