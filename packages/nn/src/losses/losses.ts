/** Losses of classes, values and probabilities. */
import { gather, type Tensor } from "@gradus/core";
import { sizeMismatchError } from "../errors.ts";
import { type LossOptions, needReduction, type Reduction, reduced } from "./reduction.ts";

export interface ClassOptions extends LossOptions {
  /** A weight for each class. */
  readonly weight?: Tensor;
  /** Targets of this class do not count; default −100. */
  readonly ignoreIndex?: number;
}

/** The class axis last and the rest flat: [n, C]. */
function rows(x: Tensor): Tensor {
  if (x.ndim === 1) return x.unsqueeze(0);
  if (x.ndim === 2) return x;
  return x.movedim(1, -1).reshape([-1, x.shape[1] as number]);
}

/**
 * Negative log likelihood of the target class: `−w[t]·x[t]`; the mean is over the weights.
 *
 * @shape input: [N, C, ...] log probabilities, target: int [N, ...] -> []
 * @throws IndexError at the time of computing, for a target outside of 0..C−1
 */
export function nllLoss(input: Tensor, target: Tensor, options: ClassOptions = {}): Tensor {
  const { weight, ignoreIndex = -100, reduction = "mean" } = options;
  needReduction("nllLoss", reduction);
  const x = rows(input);
  const t = target.reshape([-1]);
  if (t.numel() !== x.shape[0])
    throw sizeMismatchError("nllLoss", "the target's size", t.numel(), 0, input.shape);
  const counted = t.ne(ignoreIndex);
  const safe = counted.logicalNot().int().mul(-1).add(1).mul(t.int());
  let w = counted.to(x.dtype);
  if (weight) w = w.mul(weight.take(safe));
  const each = gather(x, 1, safe.unsqueeze(1)).squeeze(1).neg().mul(w);
  if (reduction === "none") return each.reshape(target.shape);
  return reduction === "sum" ? each.sum() : each.sum().div(w.sum());
}

/**
 * Cross entropy of logits: `−ln softmax(x)[t]`, or `−Σ p·ln softmax(x)` for probabilities p.
 *
 * @shape input: [N, C, ...], target: int [N, ...] or float [N, C, ...] -> []
 * @example crossEntropy(zeros([1, 2]), tensor([0], { dtype: "int32" })) // 0.6931
 */
export function crossEntropy(
  input: Tensor,
  target: Tensor,
  options: ClassOptions & { labelSmoothing?: number } = {},
): Tensor {
  const { labelSmoothing: smooth = 0, weight, reduction = "mean" } = options;
  needReduction("crossEntropy", reduction);
  const classes = input.shape[input.ndim === 1 ? 0 : 1] as number;
  const logp = rows(input).logSoftmax(1);
  if (target.dtype === "float32" || target.dtype === "float64") {
    let p = rows(target);
    if (smooth > 0) p = p.mul(1 - smooth).add(smooth / classes);
    if (weight) p = p.mul(weight);
    const each = p.mul(logp).sum(1).neg();
    return reduction === "mean"
      ? each.sum().div(each.numel())
      : reduced("crossEntropy", each, reduction);
  }
  const nll = nllLoss(logp, target, options);
  const shaped = reduction === "none" ? nll.reshape(target.shape) : nll;
  if (smooth === 0) return shaped;
  const counted = target
    .reshape([-1])
    .ne(options.ignoreIndex ?? -100)
    .to(logp.dtype);
  const spread = (weight ? logp.mul(weight) : logp).sum(1).neg().mul(counted).div(classes);
  let other: Tensor;
  if (reduction === "none") other = spread.reshape(target.shape);
  else if (reduction === "sum") other = spread.sum();
  else {
    const safe = counted.int().mul(target.reshape([-1]).int());
    const w = weight ? weight.take(safe).mul(counted) : counted;
    other = spread.sum().div(w.sum());
  }
  return shaped.mul(1 - smooth).add(other.mul(smooth));
}

/** Mean squared error. @shape input, target: one shape -> [] */
export const mseLoss = (a: Tensor, b: Tensor, o: LossOptions = {}): Tensor =>
  reduced("mseLoss", a.sub(b).square(), o.reduction);
/** Mean absolute error. @shape input, target: one shape -> [] */
export const l1Loss = (a: Tensor, b: Tensor, o: LossOptions = {}): Tensor =>
  reduced("l1Loss", a.sub(b).abs(), o.reduction);
/** Squared below `delta`, linear above. @shape input, target: one shape -> [] @source Huber 1964 */
export function huberLoss(a: Tensor, b: Tensor, o: LossOptions & { delta?: number } = {}): Tensor {
  const { delta = 1 } = o;
  const d = a.sub(b).abs();
  const near = d.clamp(null, delta);
  return reduced("huberLoss", near.mul(d.sub(near.mul(0.5))), o.reduction);
}
/** Huber's loss divided by beta. @shape input, target: one shape -> [] */
export function smoothL1Loss(
  a: Tensor,
  b: Tensor,
  o: LossOptions & { beta?: number } = {},
): Tensor {
  const { beta = 1 } = o;
  if (beta === 0) return l1Loss(a, b, o);
  const base: LossOptions = o.reduction ? { reduction: o.reduction } : {};
  return huberLoss(a, b, { ...base, delta: beta }).div(beta);
}
/** Binary cross entropy of probabilities; logarithms are limited to −100. @shape input, target: one shape -> [] */
export function binaryCrossEntropy(
  p: Tensor,
  t: Tensor,
  o: LossOptions & { weight?: Tensor } = {},
): Tensor {
  const lp = p.log().clamp(-100);
  const lq = p.neg().add(1).log().clamp(-100);
  const each = t.mul(lp).add(t.neg().add(1).mul(lq)).neg();
  return reduced("binaryCrossEntropy", o.weight ? each.mul(o.weight) : each, o.reduction);
}
/** Binary cross entropy of logits, stable for any. @shape input, target: one shape -> [] */
export function binaryCrossEntropyWithLogits(
  x: Tensor,
  t: Tensor,
  o: LossOptions & { weight?: Tensor; posWeight?: Tensor } = {},
): Tensor {
  const soft = x.neg().softplus({ threshold: 1e30 });
  const factor = o.posWeight ? o.posWeight.sub(1).mul(t).add(1) : null;
  const each = t
    .neg()
    .add(1)
    .mul(x)
    .add(factor ? factor.mul(soft) : soft);
  return reduced("binaryCrossEntropyWithLogits", o.weight ? each.mul(o.weight) : each, o.reduction);
}
/** Kullback–Leibler divergence of log probabilities. @shape input, target: one shape -> [] */
export function klDiv(
  input: Tensor,
  target: Tensor,
  o: { reduction?: Reduction | "batchmean"; logTarget?: boolean } = {},
): Tensor {
  needReduction("klDiv", o.reduction ?? "mean", ["batchmean"]);
  const each = o.logTarget
    ? target.exp().mul(target.sub(input))
    : target.xlogy(target).sub(target.mul(input));
  if (o.reduction === "batchmean") return each.sum().div(input.shape[0] as number);
  return reduced("klDiv", each, o.reduction);
}
