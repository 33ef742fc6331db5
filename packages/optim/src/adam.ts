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

export interface AdamOptions extends GroupOptions {
  betas: readonly [number, number];
  eps: number;
  weightDecay: number;
  amsgrad: boolean;
  maximize: boolean;
}

/** Refuses betas outside of [0, 1) and a negative eps. */
export function checkBetas(
  where: string,
  o: { betas: readonly [number, number]; eps: number },
): void {
  o.betas.forEach((b, i) => {
    if (!(b >= 0 && b < 1)) throw hyperparameterError(where, `betas[${i}]`, b, "in [0, 1)");
  });
  if (!(o.eps >= 0)) throw hyperparameterError(where, "eps", o.eps, "at least 0");
}

/**
 * Adam: steps scaled by running moments of the gradient.
 *
 *     m ← β₁m + (1 − β₁)g     v ← β₂v + (1 − β₂)g²
 *     p ← p − lr · m̂ / (√v̂ + eps)     with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ), t from 1
 *
 * @remarks Same defaults and same path as `torch.optim.Adam`; weightDecay is added to the gradient.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new Adam([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.9, 1.9]
 * @source Kingma & Ba 2015, arXiv:1412.6980, algorithm 1
 */
export class Adam extends Optimizer<AdamOptions> {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    needOptions("Adam", options, ["betas", "eps", "weightDecay", "amsgrad", "maximize", "lr"]);
    super(params, {
      lr: 1e-3,
      betas: [0.9, 0.999],
      eps: 1e-8,
      weightDecay: 0,
      amsgrad: false,
      maximize: false,
      ...options,
    });
  }

  protected override check(o: AdamOptions): void {
    checkBetas(this.name, o);
  }

  protected override init(p: Tensor, group: ParamGroup<AdamOptions>): Record<string, Tensor> {
    const state: Record<string, Tensor> = { exp_avg: zeroState(p), exp_avg_sq: zeroState(p) };
    if (group.amsgrad) state.max_exp_avg_sq = zeroState(p);
    return state;
  }

  /** Adam adds the decay to the gradient; AdamW shrinks the parameter. */
  protected decay(p: Tensor, g: Tensor, o: ParamGroup<AdamOptions>): [Tensor, Tensor] {
    return [p, o.weightDecay === 0 ? g : g.add(p.mul(o.weightDecay))];
  }

  protected override update(
    param: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<AdamOptions>,
  ): Next {
    const [b1, b2] = o.betas;
    const [p, g] = this.decay(param, o.maximize ? grad.neg() : grad, o);
    const m = (s.tensors.exp_avg as Tensor).mul(b1).add(g.mul(1 - b1));
    const v = (s.tensors.exp_avg_sq as Tensor).mul(b2).add(g.mul(g).mul(1 - b2));
    const state: Record<string, Tensor> = { exp_avg: m, exp_avg_sq: v };
    let spread = v;
    if (s.tensors.max_exp_avg_sq) {
      spread = s.tensors.max_exp_avg_sq.maximum(v);
      state.max_exp_avg_sq = spread;
    }
    const size = varying(o.lr / (1 - b1 ** s.step), p);
    const root = varying(1 / Math.sqrt(1 - b2 ** s.step), p);
    return { param: p.sub(m.mul(size).div(spread.sqrt().mul(root).add(o.eps))), state };
  }
}

/**
 * Adam with decoupled weight decay: p shrinks by lr·weightDecay·p, apart from the gradient.
 *
 * @remarks Same defaults (weightDecay 0.01) and same path as `torch.optim.AdamW`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new AdamW([w], { lr: 0.1, weightDecay: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.89, 1.88]
 * @source Loshchilov & Hutter 2019, arXiv:1711.05101, algorithm 2
 */
export class AdamW extends Adam {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    needOptions("AdamW", options, ["betas", "eps", "weightDecay", "amsgrad", "maximize", "lr"]);
    super(params, { weightDecay: 1e-2, ...options });
  }

  protected override decay(p: Tensor, g: Tensor, o: ParamGroup<AdamOptions>): [Tensor, Tensor] {
    return [p.mul(varying(1 - o.lr * o.weightDecay, p)), g];
  }
}
