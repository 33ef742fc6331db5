/** Normalisation layers. */
import { noGrad, rsqrt, type Tensor, tensor, updateLater } from "@gradus/core";
import { sizeMismatchError } from "../errors.ts";
import { Module } from "../module.ts";
import { parameter } from "./basic.ts";

export interface BatchNormOptions {
  readonly eps?: number;
  /** Share of the newest batch in the running statistics; default 0.1. */
  readonly momentum?: number;
  readonly affine?: boolean;
  readonly trackRunningStats?: boolean;
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
 * @source Ioffe & Szegedy 2015, arXiv:1502.03167, algorithm 1
 */
abstract class BatchNorm extends Module {
  readonly numFeatures: number;
  readonly options: Required<BatchNormOptions>;
  weight: Tensor | null;
  bias: Tensor | null;
  declare running_mean: Tensor | null;
  declare running_var: Tensor | null;
  declare num_batches_tracked: Tensor | null;

  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super();
    this.numFeatures = numFeatures;
    this.options = { eps: 1e-5, momentum: 0.1, affine: true, trackRunningStats: true, ...options };
    this.weight = this.options.affine ? parameter([numFeatures], 1) : null;
    this.bias = this.options.affine ? parameter([numFeatures]) : null;
    const track = this.options.trackRunningStats;
    const filled = (v: number) => tensor(new Float32Array(numFeatures).fill(v));
    this.registerBuffer("running_mean", track ? filled(0) : null);
    this.registerBuffer("running_var", track ? filled(1) : null);
    this.registerBuffer("num_batches_tracked", track ? tensor(0, { dtype: "int32" }) : null);
  }

  override forward(x: Tensor): Tensor {
    if (x.shape[1] !== this.numFeatures)
      throw sizeMismatchError(this.constructor.name, "numFeatures", this.numFeatures, 1, x.shape);
    const axes = x.shape.map((_, i) => i).filter((i) => i !== 1);
    const shape = x.shape.map((n, i) => (i === 1 ? n : 1));
    const { eps } = this.options;
    let mean: Tensor;
    let variance: Tensor;
    if (this.training || !this.running_mean || !this.running_var) {
      mean = x.mean(axes, { keepdim: true });
      variance = x.sub(mean).square().mean(axes, { keepdim: true });
      if (this.training)
        this.#track(mean.detach(), variance.detach(), x.numel() / this.numFeatures);
    } else {
      mean = this.running_mean.detach().reshape(shape);
      variance = this.running_var.detach().reshape(shape);
    }
    let y = x.sub(mean).mul(rsqrt(variance.add(eps)));
    if (this.weight && this.bias)
      y = y.mul(this.weight.reshape(shape)).add(this.bias.reshape(shape));
    return y;
  }

  #track(mean: Tensor, variance: Tensor, count: number): void {
    const { running_mean: m, running_var: v, num_batches_tracked: n } = this;
    if (!m || !v || !n) return;
    const share = this.options.momentum;
    const unbiased = variance.mul(count / Math.max(1, count - 1));
    const move = (old: Tensor, now: Tensor) =>
      updateLater(
        old,
        old
          .detach()
          .mul(1 - share)
          .add(now.reshape([this.numFeatures]).mul(share)).node,
      );
    noGrad(() => {
      move(m, mean);
      move(v, unbiased);
      updateLater(n, n.detach().add(1).node);
    });
  }
}

/** Batch normalisation of features or sequences. @shape x: [N, C] or [N, C, L] */
export class BatchNorm1d extends BatchNorm {}
/** Batch normalisation of images. @shape x: [N, C, H, W] */
export class BatchNorm2d extends BatchNorm {}

/**
 * Normalisation over the last axes: `y = (x − mean)/√(var + eps)·weight + bias`.
 *
 * @shape x: [..., ...normalizedShape] -> the same
 * @state weight: normalizedShape, starts at 1
 * @state bias: normalizedShape, starts at 0
 * @source Ba et al. 2016, arXiv:1607.06450
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
    this.normalizedShape.forEach((n, i) => {
      const axis = i - this.normalizedShape.length;
      if (x.shape.at(axis) !== n)
        throw sizeMismatchError("LayerNorm", "normalizedShape", n, axis, x.shape);
    });
    const axes = this.normalizedShape.map((_, i) => i - this.normalizedShape.length);
    const centred = x.sub(x.mean(axes, { keepdim: true }));
    const variance = centred.square().mean(axes, { keepdim: true });
    let y = centred.mul(rsqrt(variance.add(this.eps)));
    if (this.weight) y = y.mul(this.weight);
    return this.bias ? y.add(this.bias) : y;
  }
}
