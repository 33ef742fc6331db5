/** Optimizers that scale by past gradients: RMSprop, Adagrad, Adadelta. */
import { needOptions, type Tensor, tensor } from "@gradus/core";
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

interface Decayed extends GroupOptions {
  eps: number;
  weightDecay: number;
  maximize: boolean;
}

/** The gradient with its sign for maximizing and the decay added. */
export const prepared = (
  p: Tensor,
  grad: Tensor,
  o: { weightDecay: number; maximize: boolean },
): Tensor => {
  const g = o.maximize ? grad.neg() : grad;
  return o.weightDecay === 0 ? g : g.add(p.mul(o.weightDecay));
};

export interface RMSpropOptions extends Decayed {
  alpha: number;
  momentum: number;
  centered: boolean;
}

/**
 * RMSprop: `v ← αv + (1 − α)g²`, `p ← p − lr·g/(√v + eps)`; centered subtracts the squared mean of g.
 *
 * @remarks Same defaults and same path as `torch.optim.RMSprop`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new RMSprop([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0, 1]
 * @source Tieleman & Hinton 2012, Lecture 6.5
 */
export class RMSprop extends Optimizer<RMSpropOptions> {
  constructor(params: Params<RMSpropOptions>, options: Partial<RMSpropOptions> = {}) {
    needOptions("RMSprop", options, [
      "alpha",
      "momentum",
      "centered",
      "eps",
      "weightDecay",
      "maximize",
      "lr",
    ]);
    super(params, {
      lr: 1e-2,
      alpha: 0.99,
      eps: 1e-8,
      weightDecay: 0,
      momentum: 0,
      centered: false,
      maximize: false,
      ...options,
    });
  }

  protected override init(p: Tensor, o: ParamGroup<RMSpropOptions>): Record<string, Tensor> {
    const state: Record<string, Tensor> = { square_avg: zeroState(p) };
    if (o.momentum > 0) state.momentum_buffer = zeroState(p);
    if (o.centered) state.grad_avg = zeroState(p);
    return state;
  }

  protected override update(
    p: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<RMSpropOptions>,
  ): Next {
    const g = prepared(p, grad, o);
    const v = (s.tensors.square_avg as Tensor).mul(o.alpha).add(g.mul(g).mul(1 - o.alpha));
    const state: Record<string, Tensor> = { square_avg: v };
    let spread = v;
    if (s.tensors.grad_avg) {
      const mean = s.tensors.grad_avg.add(g.sub(s.tensors.grad_avg).mul(1 - o.alpha));
      state.grad_avg = mean;
      spread = v.sub(mean.mul(mean));
    }
    let move = g.div(spread.sqrt().add(o.eps));
    if (s.tensors.momentum_buffer) {
      move = s.tensors.momentum_buffer.mul(o.momentum).add(move);
      state.momentum_buffer = move;
    }
    return { param: p.sub(move.mul(varying(o.lr, p))), state };
  }
}

export interface AdagradOptions extends Decayed {
  lrDecay: number;
  initialAccumulatorValue: number;
}

/**
 * Adagrad: `v ← v + g²`, `p ← p − lr/(1 + (t − 1)·lrDecay) · g/(√v + eps)`.
 *
 * @remarks Same defaults and same path as `torch.optim.Adagrad`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new Adagrad([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.9, 1.9]
 * @source Duchi et al. 2011, "Adaptive Subgradient Methods"
 */
export class Adagrad extends Optimizer<AdagradOptions> {
  constructor(params: Params<AdagradOptions>, options: Partial<AdagradOptions> = {}) {
    needOptions("Adagrad", options, [
      "lrDecay",
      "initialAccumulatorValue",
      "eps",
      "weightDecay",
      "maximize",
      "lr",
    ]);
    super(params, {
      lr: 1e-2,
      lrDecay: 0,
      weightDecay: 0,
      initialAccumulatorValue: 0,
      eps: 1e-10,
      maximize: false,
      ...options,
    });
  }

  protected override init(p: Tensor, o: ParamGroup<AdagradOptions>): Record<string, Tensor> {
    const start = new Float64Array(p.numel()).fill(o.initialAccumulatorValue);
    return { sum: tensor(start, { shape: p.shape, dtype: p.dtype }) };
  }

  protected override update(
    p: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<AdagradOptions>,
  ): Next {
    const g = prepared(p, grad, o);
    const sum = (s.tensors.sum as Tensor).add(g.mul(g));
    const lr = varying(o.lr / (1 + (s.step - 1) * o.lrDecay), p);
    return { param: p.sub(g.mul(lr).div(sum.sqrt().add(o.eps))), state: { sum } };
  }
}

export interface AdadeltaOptions extends Decayed {
  rho: number;
}

/**
 * Adadelta: steps in the parameter's own units, `Δ = √(u + eps)/√(v + eps)·g` with running squares v of
 * g and u of Δ.
 *
 * @remarks Same defaults and same path as `torch.optim.Adadelta`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new Adadelta([w], { lr: 1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.9968, 1.9968]
 * @source Zeiler 2012, arXiv:1212.5701, algorithm 1
 */
export class Adadelta extends Optimizer<AdadeltaOptions> {
  constructor(params: Params<AdadeltaOptions>, options: Partial<AdadeltaOptions> = {}) {
    needOptions("Adadelta", options, ["rho", "eps", "weightDecay", "maximize", "lr"]);
    super(params, { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false, ...options });
  }

  protected override init(p: Tensor): Record<string, Tensor> {
    return { square_avg: zeroState(p), acc_delta: zeroState(p) };
  }

  protected override update(
    p: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<AdadeltaOptions>,
  ): Next {
    const g = prepared(p, grad, o);
    const v = (s.tensors.square_avg as Tensor).mul(o.rho).add(g.mul(g).mul(1 - o.rho));
    const u = s.tensors.acc_delta as Tensor;
    const delta = u.add(o.eps).sqrt().div(v.add(o.eps).sqrt()).mul(g);
    const acc = u.mul(o.rho).add(delta.mul(delta).mul(1 - o.rho));
    return {
      param: p.sub(delta.mul(varying(o.lr, p))),
      state: { square_avg: v, acc_delta: acc },
    };
  }
}
