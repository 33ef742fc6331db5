import type { Tensor } from "@gradus/core";
import { needOptions } from "@gradus/core";
import { hyperparameterError } from "./errors.ts";
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

export interface SGDOptions extends GroupOptions {
  momentum: number;
  dampening: number;
  weightDecay: number;
  nesterov: boolean;
  maximize: boolean;
}

/**
 * Stochastic gradient descent, with momentum:
 *
 *     g ← g + weightDecay·p     b ← momentum·b + (1 − dampening)·g     p ← p − lr·b
 *
 * where b is g in the first step, and nesterov uses g + momentum·b instead of b.
 *
 * @remarks Same defaults and same path as `torch.optim.SGD`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new SGD([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.8, 1.6]
 * @source Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning"
 */
export class SGD extends Optimizer<SGDOptions> {
  constructor(params: Params<SGDOptions>, options: Partial<SGDOptions> = {}) {
    needOptions("SGD", options, [
      "momentum",
      "dampening",
      "weightDecay",
      "nesterov",
      "maximize",
      "lr",
    ]);
    super(params, {
      lr: 1e-3,
      momentum: 0,
      dampening: 0,
      weightDecay: 0,
      nesterov: false,
      maximize: false,
      ...options,
    });
  }

  protected override check(o: SGDOptions): void {
    if (!(o.momentum >= 0)) throw hyperparameterError("SGD", "momentum", o.momentum, "at least 0");
    if (o.nesterov && (o.momentum <= 0 || o.dampening !== 0))
      throw hyperparameterError("SGD", "nesterov", true, "used with momentum > 0 and dampening 0");
  }

  protected override init(p: Tensor, group: ParamGroup<SGDOptions>): Record<string, Tensor> {
    return group.momentum === 0 ? {} : { momentum_buffer: zeroState(p) };
  }

  protected override update(
    p: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<SGDOptions>,
  ): Next {
    let g = o.maximize ? grad.neg() : grad;
    if (o.weightDecay !== 0) g = g.add(p.mul(o.weightDecay));
    const lr = varying(o.lr, p);
    const old = s.tensors.momentum_buffer;
    if (!old) return { param: p.sub(g.mul(lr)) };
    // The first step takes the gradient whole, whatever the dampening.
    const damped = s.step === 1 || o.dampening === 0 ? g : g.mul(1 - o.dampening);
    const buffer = old.mul(o.momentum).add(damped);
    const direction = o.nesterov ? g.add(buffer.mul(o.momentum)) : buffer;
    return { param: p.sub(direction.mul(lr)), state: { momentum_buffer: buffer } };
  }
}
