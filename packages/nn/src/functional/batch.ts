/** Normalisation over the batch or over each example, as functions of the running statistics they are given. */
import { needOptions, needTensor, noGrad, rsqrt, type Tensor, updateLater } from "@gradus/core";
import { argumentShapeError, inputRankError, layerOptionError } from "../errors.ts";
import { needSeveral, perChannel } from "./normalization.ts";

export interface RunningNormOptions {
  readonly weight?: Tensor | null;
  readonly bias?: Tensor | null;
  /** The share of the new in the running statistics; default 0.1. */
  readonly momentum?: number;
  readonly eps?: number;
}

function perChannelArgument(
  name: string,
  what: string,
  v: Tensor | null | undefined,
  c: number,
): void {
  if (v === null || v === undefined) return;
  needTensor(name, `the ${what}`, v);
  if (v.numel() !== c || v.ndim !== 1) throw argumentShapeError(name, what, [c], v.shape);
}

/** Moves running statistics in place by a share, variances made unbiased. */
function track(
  mean: Tensor | null,
  variance: Tensor | null,
  now: Tensor,
  spread: Tensor,
  count: number,
  share: number,
): void {
  if (count === 0) return;
  noGrad(() => {
    const move = (old: Tensor | null, value: Tensor): void => {
      if (old)
        updateLater(
          old,
          old.detach().add(value.detach().reshape(old.shape).sub(old.detach()).mul(share)).node,
        );
    };
    move(mean, now);
    move(variance, spread.mul(count / Math.max(1, count - 1)));
  });
}

function applied(x: Tensor, mean: Tensor, variance: Tensor, o: RunningNormOptions): Tensor {
  let y = x.sub(mean).mul(rsqrt(variance.add(o.eps ?? 1e-5)));
  if (o.weight) y = y.mul(perChannel(o.weight, x.ndim));
  return o.bias ? y.add(perChannel(o.bias, x.ndim)) : y;
}

function checked(
  name: string,
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  o: RunningNormOptions,
  least: number,
): void {
  needTensor(name, "the input", x);
  if (x.ndim < least)
    throw inputRankError(name, least === 2 ? "[N, C, ...]" : "[N, C, L, ...]", x.shape);
  const c = x.shape[1] as number;
  perChannelArgument(name, "running mean", runningMean, c);
  perChannelArgument(name, "running variance", runningVar, c);
  perChannelArgument(name, "weight", o.weight, c);
  perChannelArgument(name, "bias", o.bias, c);
  for (const option of ["momentum", "eps"] as const)
    if (o[option] !== undefined && typeof o[option] !== "number")
      throw layerOptionError(name, option, o[option], "a number");
}

/**
 * `(x − mean)/√(var + eps)·weight + bias` of each channel: in training by the batch's own statistics, towards which the
 * running ones move in place; else by the running ones.
 *
 * @shape x: [N, C, ...], runningMean, runningVar: [C] -> [N, C, ...]
 * @param options.training default false
 * @throws UsageError `nn/option` for one value a channel in training
 * @source Ioffe & Szegedy 2015, arXiv:1502.03167, algorithm 1
 * @example batchNorm(tensor([[1], [3]]), null, null, { training: true }) // [[-1], [1]]
 */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  options: RunningNormOptions & { training?: boolean } = {},
): Tensor {
  needOptions("batchNorm", options, ["weight", "bias", "training", "momentum", "eps"]);
  checked("batchNorm", x, runningMean, runningVar, options, 2);
  const { training = false, momentum = 0.1 } = options;
  if (!training) {
    if (!runningMean || !runningVar)
      throw layerOptionError(
        "batchNorm",
        "training",
        training,
        "true where there are no running statistics",
      );
    return applied(
      x,
      perChannel(runningMean.detach(), x.ndim),
      perChannel(runningVar.detach(), x.ndim),
      options,
    );
  }
  const axes = x.shape.map((_, i) => i).filter((i) => i !== 1);
  const count = axes.reduce((p, i) => p * (x.shape[i] as number), 1);
  needSeveral("batchNorm", "the number of values per channel", count);
  const mean = x.mean(axes, { keepdim: true });
  const variance = x.sub(mean).square().mean(axes, { keepdim: true });
  track(runningMean, runningVar, mean, variance, count, momentum);
  return applied(x, mean, variance, options);
}

/**
 * `(x − mean)/√(var + eps)·weight + bias` of each channel of each example.
 *
 * @shape x: [N, C, L, ...], runningMean, runningVar: [C] -> as x
 * @param options.useInputStats by each example's own statistics (default), or by the running ones
 * @throws UsageError `nn/option` for one value a channel
 * @source Ulyanov et al. 2016, arXiv:1607.08022
 * @example instanceNorm(tensor([[[1, 3]]])) // [[[-1, 1]]]
 */
export function instanceNorm(
  x: Tensor,
  runningMean: Tensor | null = null,
  runningVar: Tensor | null = null,
  options: RunningNormOptions & { useInputStats?: boolean } = {},
): Tensor {
  needOptions("instanceNorm", options, ["weight", "bias", "useInputStats", "momentum", "eps"]);
  checked("instanceNorm", x, runningMean, runningVar, options, 3);
  const { useInputStats = true, momentum = 0.1 } = options;
  if (!useInputStats) {
    if (!runningMean || !runningVar)
      throw layerOptionError(
        "instanceNorm",
        "useInputStats",
        useInputStats,
        "true where there are no running statistics",
      );
    return batchNorm(x, runningMean, runningVar, {
      weight: options.weight ?? null,
      bias: options.bias ?? null,
      eps: options.eps ?? 1e-5,
    });
  }
  const axes = x.shape.map((_, i) => i).slice(2);
  const count = x.shape.slice(2).reduce((p, n) => p * n, 1);
  needSeveral("instanceNorm", "the number of values per channel", count);
  const mean = x.mean(axes, { keepdim: true });
  const variance = x.sub(mean).square().mean(axes, { keepdim: true });
  track(runningMean, runningVar, mean.mean(0), variance.mean(0), count, momentum);
  return applied(x, mean, variance, options);
}
