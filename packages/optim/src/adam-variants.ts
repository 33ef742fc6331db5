/** Variants of Adam: Adamax, NAdam, RAdam, Lamb. */
import { needOptions, type Tensor, where } from "@gradus/core";
import { checkBetas } from "./adam.ts";
import { prepared } from "./adaptive.ts";
import {
  type GroupOptions,
  type Next,
  Optimizer,
  type ParamGroup,
  type ParamState,
  type Params,
  varying,
  zeroState,
} from "./optimizer.ts";

interface Moments extends GroupOptions {
  betas: readonly [number, number];
  eps: number;
  weightDecay: number;
  maximize: boolean;
}

abstract class MomentOptimizer<O extends Moments> extends Optimizer<O> {
  protected override check(o: O): void {
    checkBetas(this.name, o);
  }

  protected override init(p: Tensor): Record<string, Tensor> {
    return { exp_avg: zeroState(p), exp_avg_sq: zeroState(p) };
  }

  protected moments(g: Tensor, s: ParamState, o: O): { exp_avg: Tensor; exp_avg_sq: Tensor } {
    const [b1, b2] = o.betas;
    return {
      exp_avg: (s.tensors.exp_avg as Tensor).mul(b1).add(g.mul(1 - b1)),
      exp_avg_sq: (s.tensors.exp_avg_sq as Tensor).mul(b2).add(g.mul(g).mul(1 - b2)),
    };
  }
}

export interface AdamaxOptions extends Moments {}

/**
 * Adam with the largest recent gradient in place of the mean square: `u ← max(β₂u, |g| + eps)`,
 * `p ← p − lr/(1 − β₁ᵗ) · m/u`.
 *
 * @remarks Same defaults and same path as `torch.optim.Adamax`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new Adamax([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.9, 1.9]
 * @source Kingma & Ba 2015, arXiv:1412.6980, algorithm 2
 */
export class Adamax extends Optimizer<AdamaxOptions> {
  constructor(params: Params<AdamaxOptions>, options: Partial<AdamaxOptions> = {}) {
    needOptions("Adamax", options, ["betas", "eps", "weightDecay", "maximize", "lr"]);
    super(params, {
      lr: 2e-3,
      betas: [0.9, 0.999],
      eps: 1e-8,
      weightDecay: 0,
      maximize: false,
      ...options,
    });
  }

  protected override check(o: AdamaxOptions): void {
    checkBetas(this.name, o);
  }

  protected override init(p: Tensor): Record<string, Tensor> {
    return { exp_avg: zeroState(p), exp_inf: zeroState(p) };
  }

  protected override update(
    p: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<AdamaxOptions>,
  ): Next {
    const [b1, b2] = o.betas;
    const g = prepared(p, grad, o);
    const m = (s.tensors.exp_avg as Tensor).mul(b1).add(g.mul(1 - b1));
    const u = (s.tensors.exp_inf as Tensor).mul(b2).maximum(g.abs().add(o.eps));
    const size = varying(o.lr / (1 - b1 ** s.step), p);
    return { param: p.sub(m.mul(size).div(u)), state: { exp_avg: m, exp_inf: u } };
  }
}

interface Decoupled {
  /** Shrink the weights by lr·weightDecay, as AdamW does, instead of adding to the gradient. */
  decoupledWeightDecay: boolean;
}

/** The weights and the gradient after weight decay, of either kind. */
function decayed(p: Tensor, grad: Tensor, o: Moments & Decoupled): { p: Tensor; g: Tensor } {
  if (!o.decoupledWeightDecay || o.weightDecay === 0) return { p, g: prepared(p, grad, o) };
  return {
    p: p.mul(varying(1 - o.lr * o.weightDecay, p)),
    g: o.maximize ? grad.neg() : grad,
  };
}

export interface NAdamOptions extends Moments, Decoupled {
  momentumDecay: number;
}

export interface RAdamOptions extends Moments, Decoupled {}

/**
 * Adam with Nesterov's momentum: `μₜ = β₁(1 − ½·0.96^{t·momentumDecay})`.
 *
 * @remarks Same defaults and same path as `torch.optim.NAdam`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new NAdam([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.8944, 1.8944]
 * @source Dozat 2016, "Incorporating Nesterov Momentum into Adam"
 */
export class NAdam extends MomentOptimizer<NAdamOptions> {
  constructor(params: Params<NAdamOptions>, options: Partial<NAdamOptions> = {}) {
    needOptions("NAdam", options, [
      "momentumDecay",
      "betas",
      "eps",
      "weightDecay",
      "maximize",
      "lr",
      "decoupledWeightDecay",
    ]);
    super(params, {
      lr: 2e-3,
      betas: [0.9, 0.999],
      eps: 1e-8,
      weightDecay: 0,
      momentumDecay: 4e-3,
      decoupledWeightDecay: false,
      maximize: false,
      ...options,
    });
  }

  protected override update(
    weight: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<NAdamOptions>,
  ): Next {
    const { p, g } = decayed(weight, grad, o);
    const [b1, b2] = o.betas;
    const t = s.step;
    const mu = b1 * (1 - 0.5 * 0.96 ** (t * o.momentumDecay));
    const muNext = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * o.momentumDecay));
    const product = (s.numbers.mu_product ?? 1) * mu;
    s.numbers.mu_product = product;
    const state = this.moments(g, s, o);
    const scale = varying(1 / Math.sqrt(1 - b2 ** t), p);
    const bottom = state.exp_avg_sq.sqrt().mul(scale).add(o.eps);
    const fromGrad = g.mul(varying((o.lr * (1 - mu)) / (1 - product), p));
    const fromMean = state.exp_avg.mul(varying((o.lr * muNext) / (1 - product * muNext), p));
    return { param: p.sub(fromGrad.add(fromMean).div(bottom)), state };
  }
}

/**
 * Rectified Adam: plain momentum until the second moment can be trusted.
 *
 * @remarks Same defaults and same path as `torch.optim.RAdam`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new RAdam([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.8, 1.6]
 * @source Liu et al. 2020, arXiv:1908.03265, algorithm 2
 */
export class RAdam extends MomentOptimizer<RAdamOptions> {
  constructor(params: Params<RAdamOptions>, options: Partial<RAdamOptions> = {}) {
    needOptions("RAdam", options, [
      "betas",
      "eps",
      "weightDecay",
      "maximize",
      "lr",
      "decoupledWeightDecay",
    ]);
    super(params, {
      lr: 1e-3,
      betas: [0.9, 0.999],
      eps: 1e-8,
      weightDecay: 0,
      decoupledWeightDecay: false,
      maximize: false,
      ...options,
    });
  }

  protected override update(
    weight: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<RAdamOptions>,
  ): Next {
    const { p, g } = decayed(weight, grad, o);
    const state = this.moments(g, s, o);
    const [b1, b2] = o.betas;
    const t = s.step;
    const limit = 2 / (1 - b2) - 1;
    const length = limit - (2 * t * b2 ** t) / (1 - b2 ** t);
    const size = o.lr / (1 - b1 ** t);
    if (length <= 5) return { param: p.sub(state.exp_avg.mul(varying(size, p))), state };
    const rectify = Math.sqrt(
      ((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length),
    );
    const factor = varying(size * rectify * Math.sqrt(1 - b2 ** t), p);
    return {
      param: p.sub(state.exp_avg.mul(factor).div(state.exp_avg_sq.sqrt().add(o.eps))),
      state,
    };
  }
}

/**
 * Lamb: Adam's direction, scaled in each tensor to the length of its weights.
 *
 *     r = m̂/(√v̂ + eps) + weightDecay·p     p ← p − lr · (‖p‖/‖r‖) · r
 *
 * The ratio is 1 where either norm is 0.
 *
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new Lamb([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.8419, 1.8419]
 * @source You et al. 2020, arXiv:1904.00962, algorithm 2
 */
export class Lamb extends MomentOptimizer<Moments> {
  constructor(params: Params<Moments>, options: Partial<Moments> = {}) {
    needOptions("Lamb", options, ["betas", "eps", "weightDecay", "maximize", "lr"]);
    super(params, {
      lr: 1e-3,
      betas: [0.9, 0.999],
      eps: 1e-6,
      weightDecay: 0,
      maximize: false,
      ...options,
    });
  }

  protected override update(p: Tensor, grad: Tensor, s: ParamState, o: ParamGroup<Moments>): Next {
    const state = this.moments(o.maximize ? grad.neg() : grad, s, o);
    const [b1, b2] = o.betas;
    const m = state.exp_avg.mul(varying(1 / (1 - b1 ** s.step), p));
    const root = varying(1 / Math.sqrt(1 - b2 ** s.step), p);
    let r = m.div(state.exp_avg_sq.sqrt().mul(root).add(o.eps));
    if (o.weightDecay !== 0) r = r.add(p.mul(o.weightDecay));
    const [weight, step] = [p.norm(), r.norm()];
    const ratio = where(weight.gt(0).logicalAnd(step.gt(0)), weight.div(step), 1);
    return { param: p.sub(r.mul(ratio.mul(varying(o.lr, p)))), state };
  }
}
