/**
 * Pooling to a size that need not divide the input's: the windows begin at places that grow by irregular steps, drawn at
 * random, and overlap by what is left.
 */
import {
  arange,
  needOptions,
  needTensor,
  needWholes,
  rand,
  type Tensor,
  where,
} from "@gradus/core";
import { argumentShapeError, inputRankError, layerOptionError } from "../errors.ts";

type Size = number | readonly number[];

export interface FractionalPoolOptions {
  /** Size of the output along each axis; this or `outputRatio`. */
  readonly outputSize?: Size | null;
  /** Or its share of the input's size, between 0 and 1. */
  readonly outputRatio?: Size | null;
  /** Give also where each largest element stands in the flattened plane; default false. */
  readonly returnIndices?: boolean;
  /** Where the windows begin is made from these numbers from 0 to 1 [N, C, axes]; default drawn at random. */
  readonly randomSamples?: Tensor | null;
}

const known = ["outputSize", "outputRatio", "returnIndices", "randomSamples"];

const each = (name: string, option: string, value: Size, rank: number): number[] => {
  const list = typeof value === "number" ? new Array<number>(rank).fill(value) : [...value];
  if (list.length !== rank)
    throw layerOptionError(name, option, value, `a number or ${rank} of them`);
  return list;
};

/** The size of the output along each axis. */
function outputSizes(
  name: string,
  sizes: readonly number[],
  options: FractionalPoolOptions,
): number[] {
  const { outputSize = null, outputRatio = null } = options;
  if ((outputSize === null) === (outputRatio === null))
    throw layerOptionError(name, "outputSize", outputSize, "given, or outputRatio in its place");
  if (outputSize !== null) {
    const list = each(name, "outputSize", outputSize, sizes.length);
    needWholes(name, "outputSize", list, 1);
    return list;
  }
  const ratios = each(name, "outputRatio", outputRatio as Size, sizes.length);
  if (!ratios.every((r) => r > 0 && r < 1))
    throw layerOptionError(name, "outputRatio", outputRatio, "between 0 and 1");
  return sizes.map((n, i) => Math.max(1, Math.floor(n * (ratios[i] as number))));
}

/** Where the windows of an axis begin. @shape u: [N, C] -> int [N, C, out] */
function beginnings(u: Tensor, size: number, out: number, kernel: number): Tensor {
  const last = size - kernel;
  const alpha = out > 1 ? last / (out - 1) : 0;
  const places = arange(out);
  const start = u.unsqueeze(-1);
  const steps = start.add(places).mul(alpha).floor().sub(start.mul(alpha).floor());
  return where(places.eq(out - 1), last, steps).int();
}

/** `fractionalMaxPool2d` and `3d`. */
function fractional(
  name: string,
  rank: 2 | 3,
  x: Tensor,
  kernelSize: Size,
  options: FractionalPoolOptions,
): Tensor | [Tensor, Tensor] {
  needOptions(name, options, known);
  needTensor(name, "the input", x);
  needWholes(name, "kernelSize", [kernelSize].flat(), 1);
  if (x.ndim !== rank + 1 && x.ndim !== rank + 2)
    throw inputRankError(
      name,
      rank === 2 ? "[N, C, H, W] or [C, H, W]" : "[N, C, D, H, W] or [C, D, H, W]",
      x.shape,
    );
  const batch = x.ndim === rank + 2 ? x : x.unsqueeze(0);
  const [n, c, ...sizes] = batch.shape as [number, number, ...number[]];
  const kernel = each(name, "kernelSize", kernelSize, rank);
  const out = outputSizes(name, sizes, options);
  sizes.forEach((size, i) => {
    if ((out[i] as number) + (kernel[i] as number) - 1 > size)
      throw layerOptionError(
        name,
        "outputSize",
        out,
        `at most ${size} − kernelSize + 1 along each axis`,
      );
  });
  const given = options.randomSamples ?? rand([n, c, rank], { dtype: x.dtype });
  needTensor(name, "randomSamples", given);
  if (given.shape.join() !== [n, c, rank].join())
    throw argumentShapeError(name, "randomSamples", [n, c, rank], given.shape);
  // Axes of the windows' places first, then those inside of a window.
  const wide = (t: Tensor, axis: number): Tensor =>
    t.reshape([
      n,
      c,
      ...out.map((k, i) => (i === axis ? k : 1)),
      ...kernel.map((k, i) => (i === axis ? k : 1)),
    ]);
  let flat: Tensor | null = null;
  let stride = 1;
  for (let axis = rank - 1; axis >= 0; axis--) {
    const [size, k] = [sizes[axis] as number, kernel[axis] as number];
    // PyTorch has the numbers of a plane in the order width, height.
    const u = given.detach().select(2, rank === 2 ? 1 - axis : axis);
    const places = beginnings(u, size, out[axis] as number, k)
      .unsqueeze(-1)
      .add(arange(k).int());
    const part = wide(places.mul(stride), axis);
    flat = flat ? flat.add(part) : part;
    stride *= size;
  }
  const count = kernel.reduce((a, b) => a * b, 1);
  const index = (flat as Tensor).reshape([n, c, -1]);
  const windows = batch
    .flatten(2)
    .gather(2, index)
    .reshape([n, c, ...out, count]);
  const { values, indices } = windows.max(-1);
  const unbatched = (t: Tensor): Tensor => (x.ndim === rank + 2 ? t : t.squeeze(0));
  if (!options.returnIndices) return unbatched(values);
  const found = index
    .reshape([n, c, ...out, count])
    .gather(-1, indices.unsqueeze(-1))
    .squeeze(-1);
  return [unbatched(values), unbatched(found)];
}

/**
 * Largest elements of windows that begin at random places, to an output of any size up to the input's.
 *
 * @param kernelSize size of the windows
 * @param options.outputSize size of the output; or
 * @param options.outputRatio its share of the input's size, between 0 and 1
 * @param options.returnIndices give also where each largest element stands in the flattened plane; default false
 * @param options.randomSamples numbers from 0 to 1 [N, C, 2] in the place of random ones, for width and height
 * @shape x: [N, C, H, W] or [C, H, W] -> [N, C, outH, outW]; with returnIndices a pair
 * @throws UsageError `nn/option` without a size, or with one that does not fit
 * @source Graham 2014, arXiv:1412.6071
 * @example fractionalMaxPool2d(ones([1, 1, 7, 7]), 2, { outputSize: 5 }).shape // [1, 1, 5, 5]
 */
export function fractionalMaxPool2d(
  x: Tensor,
  kernelSize: Size,
  options: FractionalPoolOptions & { readonly returnIndices: true },
): [Tensor, Tensor];
export function fractionalMaxPool2d(
  x: Tensor,
  kernelSize: Size,
  options?: FractionalPoolOptions & { readonly returnIndices?: false },
): Tensor;
export function fractionalMaxPool2d(
  x: Tensor,
  kernelSize: Size,
  options: FractionalPoolOptions = {},
): Tensor | [Tensor, Tensor] {
  return fractional("fractionalMaxPool2d", 2, x, kernelSize, options);
}

/**
 * As `fractionalMaxPool2d`, of volumes.
 *
 * @param options as of `fractionalMaxPool2d`; `randomSamples` [N, C, 3] are for depth, height and width
 * @shape x: [N, C, D, H, W] or [C, D, H, W] -> [N, C, outD, outH, outW]; with returnIndices a pair
 * @throws UsageError `nn/option` without a size, or with one that does not fit
 * @source Graham 2014, arXiv:1412.6071
 * @example fractionalMaxPool3d(ones([1, 1, 7, 7, 7]), 2, { outputRatio: 0.5 }).shape // [1, 1, 3, 3, 3]
 */
export function fractionalMaxPool3d(
  x: Tensor,
  kernelSize: Size,
  options: FractionalPoolOptions & { readonly returnIndices: true },
): [Tensor, Tensor];
export function fractionalMaxPool3d(
  x: Tensor,
  kernelSize: Size,
  options?: FractionalPoolOptions & { readonly returnIndices?: false },
): Tensor;
export function fractionalMaxPool3d(
  x: Tensor,
  kernelSize: Size,
  options: FractionalPoolOptions = {},
): Tensor | [Tensor, Tensor] {
  return fractional("fractionalMaxPool3d", 3, x, kernelSize, options);
}
