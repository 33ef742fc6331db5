/** Averaged stochastic gradient descent. */
import { needOptions, type Tensor } from "@gradus/core";
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

export interface ASGDOptions extends GroupOptions {
  lambd: number;
  alpha: number;
  /** The step from which the weights are averaged. */
  t0: number;
  weightDecay: number;
  maximize: boolean;
}

/**
 * SGD whose weights are averaged beside it: `p ← (1 − λη)p − ηg` with `η = lr/(1 + λ·lr·t)^α` of the step before, and
 * from step t0 on `ax ← ax + (p − ax)/(t − t0)`.
 *
 * @state ax: the average, starts at 0 and follows p until t0
 * @remarks Same defaults and same path as `torch.optim.ASGD`; the average is `optimizer.state.get(p).tensors.ax`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new ASGD([w], { lr: 0.1, lambd: 0 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.8, 1.6]
 * @source Polyak & Juditsky 1992, "Acceleration of stochastic approximation by averaging"
 */
export class ASGD extends Optimizer<ASGDOptions> {
  constructor(params: Params<ASGDOptions>, options: Partial<ASGDOptions> = {}) {
    needOptions("ASGD", options, ["lambd", "alpha", "t0", "weightDecay", "maximize", "lr"]);
    super(params, {
      lr: 1e-2,
      lambd: 1e-4,
      alpha: 0.75,
      t0: 1e6,
      weightDecay: 0,
      maximize: false,
      ...options,
    });
  }

  protected override init(p: Tensor): Record<string, Tensor> {
    return { ax: zeroState(p) };
  }

  protected override update(
    p: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<ASGDOptions>,
  ): Next {
    const before = s.step - 1;
    const eta = o.lr / (1 + o.lambd * o.lr * before) ** o.alpha;
    const share = 1 / Math.max(1, before - o.t0);
    const shrunk = p.mul(varying(1 - o.lambd * eta, p));
    const next = shrunk.sub(prepared(p, grad, o).mul(varying(eta, p)));
    const ax = s.tensors.ax as Tensor;
    return {
      param: next,
      state: { ax: share === 1 ? next.mul(1) : ax.add(next.sub(ax).mul(varying(share, p))) },
    };
  }
}
