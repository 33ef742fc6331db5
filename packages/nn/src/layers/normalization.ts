/** Normalisation layers. Those over a batch also follow its statistics, for use in evaluation. */
import {
  needOptions,
  needWholes,
  noGrad,
  rsqrt,
  type Tensor,
  tensor,
  updateLater,
} from "@gradus/core";
import { inputRankError, layerOptionError, sizeMismatchError } from "../errors.ts";
import {
  groupNorm,
  layerNorm,
  localResponseNorm,
  needSeveral,
  perChannel,
  rmsNorm,
} from "../functional/normalization.ts";
import { Layer } from "../module.ts";
import { needSize, parameter } from "./basic.ts";

export interface BatchNormOptions {
  readonly eps?: number;
  /** Share of the newest batch in the running statistics; default 0.1; null: their plain average. */
  readonly momentum?: number | null;
  readonly affine?: boolean;
  readonly trackRunningStats?: boolean;
}

const batchNormOptions = ["eps", "momentum", "affine", "trackRunningStats"] as const;

/** What layers with running statistics share: their state, how it moves, and how it is applied. */
abstract class RunningNorm extends Layer {
  readonly numFeatures: number;
  readonly options: Required<BatchNormOptions>;
  weight: Tensor | null;
  bias: Tensor | null;
  declare running_mean: Tensor | null;
  declare running_var: Tensor | null;
  declare num_batches_tracked: Tensor | null;

  constructor(numFeatures: number, options: Required<BatchNormOptions>) {
    super();
    needSize(this.constructor.name, "numFeatures", numFeatures);
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

  /** The shapes the layer takes. */
  protected abstract inputs(): readonly string[];

  protected checkInput(x: Tensor): void {
    const shapes = this.inputs();
    if (!shapes.some((s) => s.split(",").length === x.ndim))
      throw inputRankError(this.constructor.name, shapes.join(" or "), x.shape);
  }

  protected checkChannels(x: Tensor): void {
    if (x.shape[1] !== this.numFeatures)
      throw sizeMismatchError(this.constructor.name, "numFeatures", this.numFeatures, 1, x.shape);
  }

  /** `(x − mean)/√(var + eps)`, then the scale and shift of each channel. */
  protected normalized(x: Tensor, mean: Tensor, variance: Tensor): Tensor {
    const y = x.sub(mean).mul(rsqrt(variance.add(this.options.eps)));
    if (!this.weight || !this.bias) return y;
    return y.mul(perChannel(this.weight, y.ndim)).add(perChannel(this.bias, y.ndim));
  }

  /** Moves the running statistics by a share towards a mean and a variance of `count` values a channel. */
  protected track(mean: Tensor, variance: Tensor, count: number, share: Tensor | number): void {
    const move = (old: Tensor | null, now: Tensor): void => {
      if (!old) return;
      const towards = now.detach().reshape([this.numFeatures]).sub(old.detach()).mul(share);
      updateLater(old, old.detach().add(towards).node);
    };
    noGrad(() => {
      move(this.running_mean, mean);
      move(this.running_var, variance.detach().mul(count / Math.max(1, count - 1)));
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
 * @throws UsageError `nn/option` for one value a channel, whose variance is 0, where the batch's are used
 * @throws ShapeError `nn/input-rank`, `nn/input-size`
 * @source Ioffe & Szegedy 2015, arXiv:1502.03167, algorithm 1
 */
abstract class BatchNorm extends RunningNorm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    needOptions(new.target.name, options, batchNormOptions);
    super(numFeatures, {
      eps: 1e-5,
      momentum: 0.1,
      affine: true,
      trackRunningStats: true,
      ...options,
    });
  }

  override forward(x: Tensor): Tensor {
    this.checkInput(x);
    this.checkChannels(x);
    if (!this.training && this.running_mean && this.running_var) {
      const mean = perChannel(this.running_mean.detach(), x.ndim);
      return this.normalized(x, mean, perChannel(this.running_var.detach(), x.ndim));
    }
    const axes = x.shape.map((_, i) => i).filter((i) => i !== 1);
    const count = x.numel() / this.numFeatures;
    needSeveral(this.constructor.name, "the number of values per channel", count);
    const mean = x.mean(axes, { keepdim: true });
    const variance = x.sub(mean).square().mean(axes, { keepdim: true });
    if (this.training) this.countBatch(mean, variance, count);
    return this.normalized(x, mean, variance);
  }

  /** Moves the running statistics, and counts the batch for their plain average. */
  protected countBatch(mean: Tensor, variance: Tensor, count: number): void {
    const batches = this.num_batches_tracked;
    if (!batches) return;
    const seen = noGrad(() => batches.detach().add(1));
    const share = this.options.momentum ?? noGrad(() => seen.to(mean.dtype).reciprocal());
    // An empty batch is counted, but has no statistics to follow.
    if (count > 0) this.track(mean, variance, count, share);
    updateLater(batches, seen.node);
  }
}

/** Batch normalisation of features or sequences. @shape x: [N, C] or [N, C, L] @example new BatchNorm1d(3).call(zeros([2, 3])).shape // [2, 3] */
export class BatchNorm1d extends BatchNorm {
  protected override inputs(): readonly string[] {
    return ["[N, C]", "[N, C, L]"];
  }
}
/** Batch normalisation of images. @shape x: [N, C, H, W] @example new BatchNorm2d(3).call(zeros([2, 3, 4, 4])).shape // [2, 3, 4, 4] */
export class BatchNorm2d extends BatchNorm {
  protected override inputs(): readonly string[] {
    return ["[N, C, H, W]"];
  }
}

/** Batch normalisation of volumes. @shape x: [N, C, D, H, W] @example new BatchNorm3d(3).call(zeros([2, 3, 2, 2, 2])).shape // [2, 3, 2, 2, 2] */
export class BatchNorm3d extends BatchNorm {
  protected override inputs(): readonly string[] {
    return ["[N, C, D, H, W]"];
  }
}

/**
 * Normalisation of each channel of each example: `y = (x − mean)/√(var + eps)·weight + bias`.
 *
 * @shape x: [N, C, ...] -> [N, C, ...]
 * @state weight: [C], starts at 1 (with affine)
 * @state bias: [C], starts at 0 (with affine)
 * @state running_mean: [C], starts at 0 (with trackRunningStats)
 * @state running_var: [C], starts at 1 (with trackRunningStats)
 * @throws UsageError `nn/option` for one value a channel, whose variance is 0
 * @throws ShapeError `nn/input-rank`, `nn/input-size`
 * @remarks As in PyTorch, affine and trackRunningStats are off unless asked for, num_batches_tracked stays 0
 *   and momentum null leaves the running statistics as they are. Other numbers of channels are refused,
 *   where PyTorch only warns if affine is off.
 * @source Ulyanov et al. 2016, arXiv:1607.08022
 */
abstract class InstanceNorm extends RunningNorm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    needOptions(new.target.name, options, batchNormOptions);
    super(numFeatures, {
      eps: 1e-5,
      momentum: 0.1,
      affine: false,
      trackRunningStats: false,
      ...options,
    });
  }

  override forward(x: Tensor): Tensor {
    this.checkInput(x);
    const [alone] = this.inputs();
    if (alone?.split(",").length === x.ndim) return this.forward(x.unsqueeze(0)).squeeze(0);
    this.checkChannels(x);
    if (!this.training && this.running_mean && this.running_var) {
      const mean = perChannel(this.running_mean.detach(), x.ndim);
      return this.normalized(x, mean, perChannel(this.running_var.detach(), x.ndim));
    }
    const axes = x.shape.map((_, i) => i).slice(2);
    const count = x.shape.slice(2).reduce((p, n) => p * n, 1);
    needSeveral(this.constructor.name, "the number of values per channel", count);
    const mean = x.mean(axes, { keepdim: true });
    const variance = x.sub(mean).square().mean(axes, { keepdim: true });
    if (this.training)
      this.track(mean.mean(0), variance.mean(0), count, this.options.momentum ?? 0);
    return this.normalized(x, mean, variance);
  }
}

/** Instance normalisation of sequences. @shape x: [N, C, L] or [C, L] @example new InstanceNorm1d(3).call(zeros([2, 3, 4])).shape // [2, 3, 4] */
export class InstanceNorm1d extends InstanceNorm {
  protected override inputs(): readonly string[] {
    return ["[C, L]", "[N, C, L]"];
  }
}
/** Instance normalisation of images. @shape x: [N, C, H, W] or [C, H, W] @example new InstanceNorm2d(3).call(zeros([2, 3, 4, 4])).shape // [2, 3, 4, 4] */
export class InstanceNorm2d extends InstanceNorm {
  protected override inputs(): readonly string[] {
    return ["[C, H, W]", "[N, C, H, W]"];
  }
}

/** Instance normalisation of volumes. @shape x: [N, C, D, H, W] or [C, D, H, W] @example new InstanceNorm3d(3).call(zeros([2, 3, 2, 2, 2])).shape // [2, 3, 2, 2, 2] */
export class InstanceNorm3d extends InstanceNorm {
  protected override inputs(): readonly string[] {
    return ["[C, D, H, W]", "[N, C, D, H, W]"];
  }
}

/**
 * Normalisation over the last axes: `y = (x − mean)/√(var + eps)·weight + bias`.
 *
 * @shape x: [..., ...normalizedShape] -> the same
 * @state weight: normalizedShape, starts at 1
 * @state bias: normalizedShape, starts at 0
 * @source Ba et al. 2016, arXiv:1607.06450
 * @example new LayerNorm(2).call(tensor([[1, 3]])) // [[-1, 1]]
 */
export class LayerNorm extends Layer {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  weight: Tensor | null;
  bias: Tensor | null;

  constructor(
    normalizedShape: number | readonly number[],
    options: { eps?: number; elementwiseAffine?: boolean; bias?: boolean } = {},
  ) {
    needOptions("LayerNorm", options, ["eps", "elementwiseAffine", "bias"]);
    super();
    this.normalizedShape = [normalizedShape].flat() as number[];
    needWholes(this.constructor.name, "normalizedShape", this.normalizedShape, 0);
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
export class RMSNorm extends Layer {
  readonly normalizedShape: readonly number[];
  readonly eps: number | null;
  weight: Tensor | null;

  constructor(
    normalizedShape: number | readonly number[],
    options: { eps?: number | null; elementwiseAffine?: boolean } = {},
  ) {
    needOptions("RMSNorm", options, ["eps", "elementwiseAffine"]);
    super();
    this.normalizedShape = [normalizedShape].flat() as number[];
    needWholes(this.constructor.name, "normalizedShape", this.normalizedShape, 0);
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
export class GroupNorm extends Layer {
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
    needOptions("GroupNorm", options, ["eps", "affine"]);
    super();
    needSize("GroupNorm", "numGroups", numGroups, 1);
    needSize("GroupNorm", "numChannels", numChannels);
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
export class LocalResponseNorm extends Layer {
  readonly size: number;
  readonly options: { readonly alpha?: number; readonly beta?: number; readonly k?: number };

  constructor(
    size: number,
    options: { readonly alpha?: number; readonly beta?: number; readonly k?: number } = {},
  ) {
    needOptions("LocalResponseNorm", options, ["alpha", "beta", "k"]);
    super();
    this.size = size;
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return localResponseNorm(x, this.size, this.options);
  }
}
