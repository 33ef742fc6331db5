/** Normalisation layers. Those over a batch also follow its statistics, for use in evaluation. */
import { noGrad, rsqrt, type Tensor, tensor, updateLater } from "@gradus/core";
import { layerOptionError, sizeMismatchError } from "../errors.ts";
import {
  groupNorm,
  layerNorm,
  localResponseNorm,
  perChannel,
  rmsNorm,
} from "../functional/normalization.ts";
import { Module } from "../module.ts";
import { parameter } from "./basic.ts";

export interface BatchNormOptions {
  readonly eps?: number;
  /** Share of the newest batch in the running statistics; default 0.1; null: their plain average. */
  readonly momentum?: number | null;
  readonly affine?: boolean;
  readonly trackRunningStats?: boolean;
}

/** What layers with running statistics share: their state, and how it moves. */
abstract class RunningNorm extends Module {
  readonly numFeatures: number;
  readonly options: Required<BatchNormOptions>;
  weight: Tensor | null;
  bias: Tensor | null;
  declare running_mean: Tensor | null;
  declare running_var: Tensor | null;
  declare num_batches_tracked: Tensor | null;

  constructor(numFeatures: number, options: Required<BatchNormOptions>) {
    super();
    this.numFeatures = numFeatures;
    this.options = options;
    this.weight = options.affine ? parameter([numFeatures], 1) : null;
    this.bias = options.affine ? parameter([numFeatures]) : null;
    const track = options.trackRunningStats;
    const filled = (v: number) => tensor(new Float32Array(numFeatures).fill(v));
    this.registerBuffer("running_mean", track ? filled(0) : null);
    this.registerBuffer("running_var", track ? filled(1) : null);
    this.registerBuffer("num_batches_tracked", track ? tensor(0, { dtype: "int32" }) : null);
  }

  protected checkChannels(x: Tensor): void {
    if (x.shape[1] !== this.numFeatures)
      throw sizeMismatchError(this.constructor.name, "numFeatures", this.numFeatures, 1, x.shape);
  }

  /** Scales and shifts the normalised channels. */
  protected affine(y: Tensor): Tensor {
    if (!this.weight || !this.bias) return y;
    return y.mul(perChannel(this.weight, y.ndim)).add(perChannel(this.bias, y.ndim));
  }

  /** Moves the running statistics towards a batch's mean and variance, of `count` values a channel. */
  protected track(mean: Tensor, variance: Tensor, count: number): void {
    const { running_mean: m, running_var: v, num_batches_tracked: n } = this;
    if (!m || !v || !n) return;
    const { momentum } = this.options;
    noGrad(() => {
      const seen = n.detach().add(1);
      const share = momentum ?? seen.to(mean.dtype).reciprocal();
      const move = (old: Tensor, now: Tensor) => {
        const towards = now.detach().reshape([this.numFeatures]).sub(old.detach()).mul(share);
        updateLater(old, old.detach().add(towards).node);
      };
      move(m, mean);
      move(v, variance.detach().mul(count / Math.max(1, count - 1)));
      updateLater(n, seen.node);
    });
  }
}

/**
 * Normalisation of each channel over the batch: `y = (x − mean)/√(var + eps)·weight + bias`. In training
 * the batch's own statistics are used and the running ones move; in evaluation the running ones are used.
 *
 * @shape x: [N, C, ...] -> [N, C, ...]
 * @state weight: [C], starts at 1
 * @state bias: [C], starts at 0
 * @state running_mean: [C], starts at 0
 * @state running_var: [C], starts at 1 (unbiased)
 * @state num_batches_tracked: [], starts at 0
 * @throws UsageError `nn/option` in training with one value a channel, whose variance is 0
 * @source Ioffe & Szegedy 2015, arXiv:1502.03167, algorithm 1
 */
abstract class BatchNorm extends RunningNorm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super(numFeatures, {
      eps: 1e-5,
      momentum: 0.1,
      affine: true,
      trackRunningStats: true,
      ...options,
    });
  }

  override forward(x: Tensor): Tensor {
    this.checkChannels(x);
    const axes = x.shape.map((_, i) => i).filter((i) => i !== 1);
    const count = x.numel() / this.numFeatures;
    let mean: Tensor;
    let variance: Tensor;
    if (this.training || !this.running_mean || !this.running_var) {
      if (this.training && count === 1)
        throw layerOptionError(
          this.constructor.name,
          "the number of values per channel",
          1,
          "at least 2 in training",
        );
      mean = x.mean(axes, { keepdim: true });
      variance = x.sub(mean).square().mean(axes, { keepdim: true });
      if (this.training) this.track(mean, variance, count);
    } else {
      mean = perChannel(this.running_mean.detach(), x.ndim);
      variance = perChannel(this.running_var.detach(), x.ndim);
    }
    return this.affine(x.sub(mean).mul(rsqrt(variance.add(this.options.eps))));
  }
}

/** Batch normalisation of features or sequences. @shape x: [N, C] or [N, C, L] @example new BatchNorm1d(3).call(zeros([2, 3])).shape // [2, 3] */
export class BatchNorm1d extends BatchNorm {}
/** Batch normalisation of images. @shape x: [N, C, H, W] @example new BatchNorm2d(3).call(zeros([2, 3, 4, 4])).shape // [2, 3, 4, 4] */
export class BatchNorm2d extends BatchNorm {}

/**
 * Normalisation of each channel of each example: `y = (x − mean)/√(var + eps)·weight + bias`.
 *
 * @shape x: [N, C, ...] -> [N, C, ...]
 * @state weight: [C], starts at 1 (with affine)
 * @state bias: [C], starts at 0 (with affine)
 * @state running_mean: [C], starts at 0 (with trackRunningStats)
 * @state running_var: [C], starts at 1 (with trackRunningStats)
 * @remarks As in PyTorch, affine and trackRunningStats are off unless asked for.
 * @source Ulyanov et al. 2016, arXiv:1607.08022
 */
abstract class InstanceNorm extends RunningNorm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super(numFeatures, {
      eps: 1e-5,
      momentum: 0.1,
      affine: false,
      trackRunningStats: false,
      ...options,
    });
  }

  override forward(x: Tensor): Tensor {
    this.checkChannels(x);
    const axes = x.shape.map((_, i) => i).slice(2);
    let mean: Tensor;
    let variance: Tensor;
    if (this.training || !this.running_mean || !this.running_var) {
      mean = x.mean(axes, { keepdim: true });
      variance = x.sub(mean).square().mean(axes, { keepdim: true });
      const count = axes.reduce((n, i) => n * (x.shape[i] as number), 1);
      if (this.training) this.track(mean.mean(0), variance.mean(0), count);
    } else {
      mean = perChannel(this.running_mean.detach(), x.ndim);
      variance = perChannel(this.running_var.detach(), x.ndim);
    }
    return this.affine(x.sub(mean).mul(rsqrt(variance.add(this.options.eps))));
  }
}

/** Instance normalisation of sequences. @shape x: [N, C, L] @example new InstanceNorm1d(3).call(zeros([2, 3, 4])).shape // [2, 3, 4] */
export class InstanceNorm1d extends InstanceNorm {}
/** Instance normalisation of images. @shape x: [N, C, H, W] @example new InstanceNorm2d(3).call(zeros([2, 3, 4, 4])).shape // [2, 3, 4, 4] */
export class InstanceNorm2d extends InstanceNorm {}

/**
 * Normalisation over the last axes: `y = (x − mean)/√(var + eps)·weight + bias`.
 *
 * @shape x: [..., ...normalizedShape] -> the same
 * @state weight: normalizedShape, starts at 1
 * @state bias: normalizedShape, starts at 0
 * @source Ba et al. 2016, arXiv:1607.06450
 * @example new LayerNorm(2).call(tensor([[1, 3]])) // [[-1, 1]]
 */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  weight: Tensor | null;
  bias: Tensor | null;

  constructor(
    normalizedShape: number | readonly number[],
    options: { eps?: number; elementwiseAffine?: boolean; bias?: boolean } = {},
  ) {
    super();
    this.normalizedShape = [normalizedShape].flat() as number[];
    const { eps = 1e-5, elementwiseAffine = true, bias = true } = options;
    this.eps = eps;
    this.weight = elementwiseAffine ? parameter(this.normalizedShape, 1) : null;
    this.bias = elementwiseAffine && bias ? parameter(this.normalizedShape) : null;
  }

  override forward(x: Tensor): Tensor {
    return layerNorm(x, this.normalizedShape, this);
  }
}

/**
 * Normalisation by the root mean square of the last axes: `y = x/√(mean(x²) + eps)·weight`.
 *
 * @shape x: [..., ...normalizedShape] -> the same
 * @state weight: normalizedShape, starts at 1
 * @source Zhang & Sennrich 2019, arXiv:1910.07467, eq. 4
 * @example new RMSNorm(3).call(tensor([3, 4, 0])) // [1.0392, 1.3856, 0]
 */
export class RMSNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number | null;
  weight: Tensor | null;

  constructor(
    normalizedShape: number | readonly number[],
    options: { eps?: number | null; elementwiseAffine?: boolean } = {},
  ) {
    super();
    this.normalizedShape = [normalizedShape].flat() as number[];
    this.eps = options.eps ?? null;
    this.weight = (options.elementwiseAffine ?? true) ? parameter(this.normalizedShape, 1) : null;
  }

  override forward(x: Tensor): Tensor {
    return rmsNorm(x, this.normalizedShape, this);
  }
}

/**
 * Normalisation of groups of channels.
 *
 * @shape x: [N, C, ...] -> [N, C, ...]
 * @state weight: [C], starts at 1
 * @state bias: [C], starts at 0
 * @throws UsageError `nn/option` where the channels do not divide into the groups
 * @source Wu & He 2018, arXiv:1803.08494
 * @example new GroupNorm(1, 2).call(tensor([[1, 3]])) // [[-1, 1]]
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  weight: Tensor | null;
  bias: Tensor | null;

  constructor(
    numGroups: number,
    numChannels: number,
    options: { eps?: number; affine?: boolean } = {},
  ) {
    super();
    if (numChannels % numGroups !== 0)
      throw layerOptionError("GroupNorm", "numGroups", numGroups, `a divisor of ${numChannels}`);
    const { eps = 1e-5, affine = true } = options;
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.weight = affine ? parameter([numChannels], 1) : null;
    this.bias = affine ? parameter([numChannels]) : null;
  }

  override forward(x: Tensor): Tensor {
    if (x.shape[1] !== this.numChannels)
      throw sizeMismatchError("GroupNorm", "numChannels", this.numChannels, 1, x.shape);
    return groupNorm(x, this.numGroups, this);
  }
}

/**
 * Normalisation over neighbouring channels: `y = x / (k + alpha/size·Σ x²)^beta`.
 *
 * @shape x: [N, C, ...] -> [N, C, ...]
 * @source Krizhevsky et al. 2012, 3.3
 * @example new LocalResponseNorm(1, { alpha: 1, beta: 1 }).call(tensor([[[2]]])) // [[[0.4]]]
 */
export class LocalResponseNorm extends Module {
  readonly size: number;
  readonly options: { readonly alpha?: number; readonly beta?: number; readonly k?: number };

  constructor(
    size: number,
    options: { readonly alpha?: number; readonly beta?: number; readonly k?: number } = {},
  ) {
    super();
    this.size = size;
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return localResponseNorm(x, this.size, this.options);
  }
}
