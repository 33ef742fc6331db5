/** Functions of images and volumes: pixels moved between space and channels, pooling by norms, sampling by a grid. */
import {
  avgPool1d,
  avgPool2d,
  avgPool3d,
  linspace,
  matmul,
  needOptions,
  needTensor,
  needWhole,
  needWholes,
  ones,
  stack,
  type Tensor,
  zeros,
} from "@gradus/core";
import { argumentShapeError, inputRankError, layerOptionError } from "../errors.ts";

type Sizes = number | readonly number[];

/** Channels to pixels: each block of r² channels becomes r × r pixels. @shape x: [..., C·r², H, W] -> [..., C, H·r, W·r] @throws UsageError `nn/option` @source Shi et al. 2016, arXiv:1609.05158 @example pixelShuffle(tensor([[[[1]], [[2]], [[3]], [[4]]]]), 2) // [[[[1, 2], [3, 4]]]] */
export function pixelShuffle(x: Tensor, upscaleFactor: number): Tensor {
  needTensor("pixelShuffle", "the input", x);
  needWhole("pixelShuffle", "upscaleFactor", upscaleFactor, 1);
  if (x.ndim < 3) throw inputRankError("pixelShuffle", "[..., C, H, W]", x.shape);
  const r = upscaleFactor;
  const [c, h, w] = x.shape.slice(-3) as [number, number, number];
  if (c % r ** 2 !== 0)
    throw layerOptionError(
      "pixelShuffle",
      "upscaleFactor",
      r,
      `one whose square divides the ${c} channels`,
    );
  const lead = x.shape.slice(0, -3);
  const n = lead.reduce((p, k) => p * k, 1);
  return x
    .reshape([n, c / r ** 2, r, r, h, w])
    .permute([0, 1, 4, 2, 5, 3])
    .reshape([...lead, c / r ** 2, h * r, w * r]);
}

/** Pixels to channels, the inverse of `pixelShuffle`. @shape x: [..., C, H·r, W·r] -> [..., C·r², H, W] @throws UsageError `nn/option` @example pixelUnshuffle(tensor([[[[1, 2], [3, 4]]]]), 2).shape // [1, 4, 1, 1] */
export function pixelUnshuffle(x: Tensor, downscaleFactor: number): Tensor {
  needTensor("pixelUnshuffle", "the input", x);
  needWhole("pixelUnshuffle", "downscaleFactor", downscaleFactor, 1);
  if (x.ndim < 3) throw inputRankError("pixelUnshuffle", "[..., C, H, W]", x.shape);
  const r = downscaleFactor;
  const [c, h, w] = x.shape.slice(-3) as [number, number, number];
  if (h % r !== 0 || w % r !== 0)
    throw layerOptionError("pixelUnshuffle", "downscaleFactor", r, `a divisor of ${h} and ${w}`);
  const lead = x.shape.slice(0, -3);
  const n = lead.reduce((p, k) => p * k, 1);
  return x
    .reshape([n, c, h / r, r, w / r, r])
    .permute([0, 1, 3, 5, 2, 4])
    .reshape([...lead, c * r ** 2, h / r, w / r]);
}

/** Channels of groups mixed: the first of each group, the second of each, … @shape x: [N, C, ...] -> the same @source Zhang et al. 2018, arXiv:1707.01083 @example channelShuffle(tensor([[[1], [2], [3], [4]]]), 2) // [[[1], [3], [2], [4]]] */
export function channelShuffle(x: Tensor, groups: number): Tensor {
  needTensor("channelShuffle", "the input", x);
  needWhole("channelShuffle", "groups", groups, 1);
  if (x.ndim < 3) throw inputRankError("channelShuffle", "[N, C, ...]", x.shape);
  const [n, c, ...rest] = x.shape as [number, number, ...number[]];
  if (c % groups !== 0)
    throw layerOptionError("channelShuffle", "groups", groups, `a divisor of the ${c} channels`);
  return x
    .reshape([n, groups, c / groups, ...rest])
    .transpose(1, 2)
    .reshape(x.shape);
}

export interface LPPoolOptions {
  readonly stride?: Sizes;
  readonly ceilMode?: boolean;
}

function lpPool(
  name: string,
  x: Tensor,
  normType: number,
  kernelSize: Sizes,
  options: LPPoolOptions,
  pool: (y: Tensor, size: Sizes, o: object) => Tensor,
  dims: number,
): Tensor {
  needOptions(name, options, ["stride", "ceilMode"]);
  needTensor(name, "the input", x);
  if (typeof normType !== "number" || !(normType > 0))
    throw layerOptionError(name, "normType", normType, "above 0");
  needWholes(name, "kernelSize", [kernelSize].flat(), 1);
  const sizes = [kernelSize].flat() as number[];
  const count =
    sizes.length === 1 ? (sizes[0] as number) ** dims : sizes.reduce((p, k) => p * k, 1);
  const means = pool(x.pow(normType), kernelSize, options);
  // As PyTorch: where the sum of powers is negative, it is taken for 0.
  return means
    .sign()
    .mul(means.abs().relu())
    .mul(count)
    .pow(1 / normType);
}

/** The p-norm of windows: `(Σ xᵖ)^(1/p)`. @shape x: [N, C, L] -> [N, C, out] @example lpPool1d(tensor([[[3, 4]]]), 2, 2) // [[[5]]] */
export const lpPool1d = (
  x: Tensor,
  normType: number,
  kernelSize: Sizes,
  options: LPPoolOptions = {},
): Tensor => lpPool("lpPool1d", x, normType, kernelSize, options, avgPool1d, 1);

/** The p-norm of windows of images. @shape x: [N, C, H, W] -> [N, C, outH, outW] @example lpPool2d(tensor([[[[3, 4]]]]), 2, [1, 2]) // [[[[5]]]] */
export const lpPool2d = (
  x: Tensor,
  normType: number,
  kernelSize: Sizes,
  options: LPPoolOptions = {},
): Tensor => lpPool("lpPool2d", x, normType, kernelSize, options, avgPool2d, 2);

/** The p-norm of windows of volumes. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example lpPool3d(tensor([[[[[3, 4]]]]]), 2, [1, 1, 2]) // [[[[[5]]]]] */
export const lpPool3d = (
  x: Tensor,
  normType: number,
  kernelSize: Sizes,
  options: LPPoolOptions = {},
): Tensor => lpPool("lpPool3d", x, normType, kernelSize, options, avgPool3d, 3);

export interface UnpoolOptions {
  readonly stride?: Sizes;
  readonly padding?: Sizes;
  /** The sizes before pooling, where several would give the same. */
  readonly outputSize?: readonly number[];
}

const each = (v: Sizes, dims: number): number[] =>
  Array.isArray(v)
    ? v.length === 1
      ? new Array<number>(dims).fill(v[0] as number)
      : [...v]
    : new Array<number>(dims).fill(v as number);

function maxUnpool(
  name: string,
  dims: number,
  x: Tensor,
  indices: Tensor,
  kernelSize: Sizes,
  options: UnpoolOptions,
): Tensor {
  needOptions(name, options, ["stride", "padding", "outputSize"]);
  needTensor(name, "the input", x);
  needTensor(name, "the indices", indices);
  if (x.ndim !== dims + 1 && x.ndim !== dims + 2)
    throw inputRankError(name, dims === 1 ? "[N, C, L]" : `[N, C, ${dims} axes]`, x.shape);
  if (indices.shape.join() !== x.shape.join())
    throw argumentShapeError(name, "indices", x.shape, indices.shape);
  const size = each(kernelSize, dims);
  const stride = each(options.stride ?? kernelSize, dims);
  const padding = each(options.padding ?? 0, dims);
  needWholes(name, "kernelSize", size, 1);
  needWholes(name, "stride", stride, 1);
  needWholes(name, "padding", padding, 0);
  const lead = x.shape.slice(0, -dims);
  const usual = x.shape
    .slice(-dims)
    .map(
      (n, i) => (n - 1) * (stride[i] as number) - 2 * (padding[i] as number) + (size[i] as number),
    );
  if (options.outputSize) needWholes(name, "outputSize", options.outputSize, 1);
  const out = options.outputSize ? options.outputSize.slice(-dims) : usual;
  const room = out.reduce((p, n) => p * n, 1);
  const flat = zeros([...lead, room], { dtype: x.dtype });
  const width = x.shape.slice(-dims).reduce((p, n) => p * n, 1);
  const put = flat.scatter(-1, indices.reshape([...lead, width]), x.reshape([...lead, width]));
  return put.reshape([...lead, ...out]);
}

/** What `maxPool1d` took back in its places, zeros elsewhere. @shape x, indices: [N, C, L] -> [N, C, out] @example maxUnpool1d(tensor([[[3, 4]]]), tensor([[[1, 2]]], { dtype: "int32" }), 2) // [[[0, 3, 4, 0]]] */
export const maxUnpool1d = (
  x: Tensor,
  indices: Tensor,
  kernelSize: Sizes,
  options: UnpoolOptions = {},
): Tensor => maxUnpool("maxUnpool1d", 1, x, indices, kernelSize, options);

/** What `maxPool2d` took back in its places, zeros elsewhere. @shape x, indices: [N, C, H, W] -> [N, C, outH, outW] @example maxUnpool2d(tensor([[[[4]]]]), tensor([[[[3]]]], { dtype: "int32" }), 2) // [[[[0, 0], [0, 4]]]] */
export const maxUnpool2d = (
  x: Tensor,
  indices: Tensor,
  kernelSize: Sizes,
  options: UnpoolOptions = {},
): Tensor => maxUnpool("maxUnpool2d", 2, x, indices, kernelSize, options);

/** What `maxPool3d` took back in its places, zeros elsewhere. @shape x, indices: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example maxUnpool3d(tensor([[[[[4]]]]]), tensor([[[[[0]]]]], { dtype: "int32" }), 1) // [[[[[4]]]]] */
export const maxUnpool3d = (
  x: Tensor,
  indices: Tensor,
  kernelSize: Sizes,
  options: UnpoolOptions = {},
): Tensor => maxUnpool("maxUnpool3d", 3, x, indices, kernelSize, options);

/** Coordinates of the pixels of an axis: −1 and 1 are the ends' centres (alignCorners) or their borders. */
function line(n: number, alignCorners: boolean, like: Tensor): Tensor {
  const end = alignCorners ? 1 : 1 - 1 / n;
  return n === 1
    ? zeros([1], { dtype: like.dtype })
    : linspace(-end, end, n, { dtype: like.dtype });
}

/**
 * The grid of coordinates that an affine map takes the pixels of the output to, for `gridSample`.
 *
 * @shape theta: [N, 2, 3], size: [N, C, H, W] -> [N, H, W, 2]
 * @param options.alignCorners whether −1 and 1 are the centres of the outermost pixels; default false
 * @source Jaderberg et al. 2015, arXiv:1506.02025, eq. 1
 * @example affineGrid(tensor([[[1, 0, 0], [0, 1, 0]]]), [1, 1, 1, 2]) // [[[[-0.5, 0], [0.5, 0]]]]
 */
export function affineGrid(
  theta: Tensor,
  size: readonly number[],
  options: { alignCorners?: boolean } = {},
): Tensor {
  needOptions("affineGrid", options, ["alignCorners"]);
  needTensor("affineGrid", "theta", theta);
  needWholes("affineGrid", "size", size, 1);
  if (size.length !== 4 || theta.shape.join() !== `${size[0]},2,3`)
    throw argumentShapeError("affineGrid", "theta", [size[0] ?? 0, 2, 3], theta.shape);
  const [n, , h, w] = size as [number, number, number, number];
  const { alignCorners = false } = options;
  const xs = line(w, alignCorners, theta).reshape([1, w]).expand([h, w]);
  const ys = line(h, alignCorners, theta).reshape([h, 1]).expand([h, w]);
  const base = stack([xs, ys, ones([h, w], { dtype: theta.dtype })], 2).reshape([1, h * w, 3]);
  return matmul(base, theta.transpose(1, 2)).reshape([n, h, w, 2]);
}

export interface GridSampleOptions {
  readonly mode?: "bilinear" | "nearest";
  /** What stands outside of the image; default "zeros". */
  readonly paddingMode?: "zeros" | "border" | "reflection";
  /** Whether −1 and 1 are the centres of the outermost pixels; default false. */
  readonly alignCorners?: boolean;
}

/** A coordinate folded back at both ends. */
function reflected(x: Tensor, low: number, high: number): Tensor {
  const span = high - low;
  if (span <= 0) return x.mul(0);
  const far = x.sub(low).abs();
  const turns = far.div(span).floor().detach();
  const rest = far.sub(turns.mul(span));
  const odd = turns.remainder(2);
  // On even turns forwards, on odd ones backwards.
  return rest.mul(odd.mul(-2).add(1)).add(odd.mul(span)).add(low);
}

/**
 * Values of an image at places given by a grid of coordinates x, y from −1 to 1.
 *
 * @shape x: [N, C, H, W], grid: [N, outH, outW, 2] -> [N, C, outH, outW]
 * @throws UsageError `nn/option` for a mode there is not
 * @remarks Modes "bilinear" and "nearest", of images; PyTorch also has "bicubic", and volumes.
 * @source Jaderberg et al. 2015, arXiv:1506.02025, section 3.3
 * @example gridSample(tensor([[[[1, 3]]]]), tensor([[[[0, 0]]]])) // [[[[2]]]]
 */
export function gridSample(x: Tensor, grid: Tensor, options: GridSampleOptions = {}): Tensor {
  needOptions("gridSample", options, ["mode", "paddingMode", "alignCorners"]);
  needTensor("gridSample", "the input", x);
  needTensor("gridSample", "the grid", grid);
  const { mode = "bilinear", paddingMode = "zeros", alignCorners = false } = options;
  if (mode !== "bilinear" && mode !== "nearest")
    throw layerOptionError("gridSample", "mode", mode, '"bilinear" or "nearest"');
  if (!["zeros", "border", "reflection"].includes(paddingMode))
    throw layerOptionError(
      "gridSample",
      "paddingMode",
      paddingMode,
      '"zeros", "border" or "reflection"',
    );
  if (x.ndim !== 4) throw inputRankError("gridSample", "[N, C, H, W]", x.shape);
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const [gn, oh, ow, two] = grid.shape as [number, number, number, number];
  if (grid.ndim !== 4 || gn !== n || two !== 2)
    throw argumentShapeError("gridSample", "grid", [n, oh ?? 1, ow ?? 1, 2], grid.shape);
  const place = (at: number, size: number): Tensor => {
    const g = grid.select(-1, at);
    let p = alignCorners
      ? g.add(1).mul((size - 1) / 2)
      : g
          .add(1)
          .mul(size / 2)
          .sub(0.5);
    if (paddingMode === "reflection")
      p = alignCorners ? reflected(p, 0, size - 1) : reflected(p, -0.5, size - 0.5);
    return paddingMode === "zeros" ? p : p.clamp(0, size - 1);
  };
  const [px, py] = [place(0, w), place(1, h)];
  const flat = x.reshape([n, c, h * w]);
  /** The pixel at whole coordinates, 0 outside. */
  const pixel = (ix: Tensor, iy: Tensor): Tensor => {
    const inside = ix
      .ge(0)
      .logicalAnd(ix.le(w - 1))
      .logicalAnd(iy.ge(0))
      .logicalAnd(iy.le(h - 1));
    const index = iy
      .clamp(0, h - 1)
      .mul(w)
      .add(ix.clamp(0, w - 1))
      .int()
      .reshape([n, 1, oh * ow]);
    const values = flat.gather(2, index.expand([n, c, oh * ow])).reshape([n, c, oh, ow]);
    return values.mul(inside.to(x.dtype).unsqueeze(1));
  };
  if (mode === "nearest") return pixel(px.detach().round(), py.detach().round());
  const [x0, y0] = [px.detach().floor(), py.detach().floor()];
  const [wx, wy] = [px.sub(x0).unsqueeze(1), py.sub(y0).unsqueeze(1)];
  const [ux, uy] = [wx.neg().add(1), wy.neg().add(1)];
  const [x1, y1] = [x0.add(1), y0.add(1)];
  return pixel(x0, y0)
    .mul(ux.mul(uy))
    .add(pixel(x1, y0).mul(wx.mul(uy)))
    .add(pixel(x0, y1).mul(ux.mul(wy)))
    .add(pixel(x1, y1).mul(wx.mul(wy)));
}
