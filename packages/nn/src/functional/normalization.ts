/** Normalisation as functions: statistics over some axes, then a scale and a shift. */
import {
  needOptions,
  needTensor,
  needWhole,
  needWholes,
  pad,
  rsqrt,
  type Tensor,
  unfold,
} from "@gradus/core";
import { inputRankError, layerOptionError, sizeMismatchError } from "../errors.ts";

/** `(x − mean)/√(var + eps)` over axes. */
export function standardized(x: Tensor, axes: readonly number[], eps: number): Tensor {
  const centred = x.sub(x.mean(axes, { keepdim: true }));
  return centred.mul(rsqrt(centred.square().mean(axes, { keepdim: true }).add(eps)));
}

/** The last axes as negative numbers, checked to have the given sizes. */
function lastAxes(layer: string, x: Tensor, shape: readonly number[]): number[] {
  needTensor(layer, "the input", x);
  needWholes(layer, "normalizedShape", shape);
  if (shape.length === 0)
    throw layerOptionError(layer, "normalizedShape", "[]", "the sizes of at least one axis");
  return shape.map((n, i) => {
    const axis = i - shape.length;
    if (x.shape.at(axis) !== n) throw sizeMismatchError(layer, "normalizedShape", n, axis, x.shape);
    return axis;
  });
}

export interface AffineOptions {
  readonly weight?: Tensor | null;
  readonly bias?: Tensor | null;
  readonly eps?: number;
}

/**
 * Normalisation over the last axes: `(x − mean)/√(var + eps)·weight + bias`.
 *
 * @shape x: [..., ...normalizedShape] -> the same
 * @throws ShapeError `nn/input-size`
 * @source Ba et al. 2016, arXiv:1607.06450
 * @example layerNorm(tensor([1, 3]), [2]) // [-1, 1]
 */
export function layerNorm(
  x: Tensor,
  normalizedShape: readonly number[],
  options: AffineOptions = {},
): Tensor {
  needOptions("layerNorm", options, ["weight", "bias", "eps"]);
  const axes = lastAxes("layerNorm", x, normalizedShape);
  let y = standardized(x, axes, options.eps ?? 1e-5);
  if (options.weight) y = y.mul(options.weight);
  return options.bias ? y.add(options.bias) : y;
}

/**
 * Normalisation by the root mean square of the last axes: `x/√(mean(x²) + eps)·weight`.
 *
 * @shape x: [..., ...normalizedShape] -> the same
 * @param options.eps default: the machine's epsilon of x's dtype
 * @source Zhang & Sennrich 2019, arXiv:1910.07467, eq. 4
 * @example rmsNorm(tensor([3, 4, 0]), [3]) // [1.0392, 1.3856, 0]
 */
export function rmsNorm(
  x: Tensor,
  normalizedShape: readonly number[],
  options: { weight?: Tensor | null; eps?: number | null } = {},
): Tensor {
  needOptions("rmsNorm", options, ["weight", "eps"]);
  const axes = lastAxes("rmsNorm", x, normalizedShape);
  const eps = options.eps ?? (x.dtype === "float64" ? 2 ** -52 : 2 ** -23);
  const y = x.mul(rsqrt(x.square().mean(axes, { keepdim: true }).add(eps)));
  return options.weight ? y.mul(options.weight) : y;
}

/** Refuses a single value to normalise: its variance is 0, so nothing of it would be left. */
export function needSeveral(layer: string, what: string, count: number): void {
  if (count === 1) throw layerOptionError(layer, what, 1, "at least 2");
}

/** A vector with one value a channel, to multiply with [N, C, ...]. */
export const perChannel = (v: Tensor, ndim: number): Tensor =>
  v.reshape([-1, ...new Array<number>(Math.max(0, ndim - 2)).fill(1)]);

/**
 * Normalisation of groups of channels.
 *
 * @shape x: [N, C, ...] -> the same
 * @throws UsageError `nn/option` for groups that do not divide the channels, or of one value
 * @source Wu & He 2018, arXiv:1803.08494
 * @example groupNorm(tensor([[1, 3]]), 1) // [[-1, 1]]
 */
export function groupNorm(x: Tensor, groups: number, options: AffineOptions = {}): Tensor {
  needTensor("groupNorm", "the input", x);
  needWhole("groupNorm", "groups", groups);
  needOptions("groupNorm", options, ["weight", "bias", "eps"]);
  if (x.ndim < 2) throw inputRankError("groupNorm", "[N, C, ...]", x.shape);
  const [n, c, ...rest] = x.shape as [number, number, ...number[]];
  if (!(groups >= 1) || c % groups !== 0)
    throw layerOptionError("groupNorm", "groups", groups, `a divisor of the ${c} channels`);
  const size = rest.reduce((p, k) => p * k, c / groups);
  needSeveral("groupNorm", "the number of values per group", n * size);
  const grouped = x.reshape([n, groups, size]);
  let y = standardized(grouped, [2], options.eps ?? 1e-5).reshape(x.shape);
  if (options.weight) y = y.mul(perChannel(options.weight, x.ndim));
  return options.bias ? y.add(perChannel(options.bias, x.ndim)) : y;
}

/**
 * Normalisation over neighbouring channels: `x / (k + alpha/size·Σ x²)^beta`.
 *
 * @shape x: [N, C, ...] -> the same
 * @param size how many channels, half before and half after
 * @throws ShapeError `nn/input-rank` without an axis after the channels
 * @source Krizhevsky et al. 2012, "ImageNet Classification with Deep Convolutional Neural Networks", 3.3
 * @example localResponseNorm(tensor([[[2]]]), 1, { alpha: 1, beta: 1 }) // [[[0.4]]]
 */
export function localResponseNorm(
  x: Tensor,
  size: number,
  options: { alpha?: number; beta?: number; k?: number } = {},
): Tensor {
  needTensor("localResponseNorm", "the input", x);
  needWhole("localResponseNorm", "size", size, 1);
  needOptions("localResponseNorm", options, ["alpha", "beta", "k"]);
  if (x.ndim < 3) throw inputRankError("localResponseNorm", "[N, C, ...]", x.shape);
  const { alpha = 1e-4, beta = 0.75, k = 1 } = options;
  const before = Math.floor(size / 2);
  const around = new Array<number>(2 * (x.ndim - 2)).fill(0);
  const squares = pad(x.square(), [...around, before, size - 1 - before]);
  const mean = unfold(squares, 1, size, 1).mean(-1);
  return x.div(mean.mul(alpha).add(k).pow(beta));
}
