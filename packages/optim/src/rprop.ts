/** Rprop: steps by the sign of the gradient alone. */
import { full, needOptions, type Tensor, where } from "@gradus/core";
import { hyperparameterError } from "./errors.ts";
import {
  type GroupOptions,
  type Next,
  Optimizer,
  type ParamGroup,
  type ParamState,
  type Params,
  zeroState,
} from "./optimizer.ts";

export interface RpropOptions extends GroupOptions {
  /** What a step is multiplied with where the sign has changed, and where it has not. */
  etas: readonly [number, number];
  /** The smallest and the largest step. */
  stepSizes: readonly [number, number];
  maximize: boolean;
}

/**
 * Resilient backpropagation, for full batches: each weight has a step of its own, that grows while the gradient's
 * sign stays and shrinks where it changes; there the weight rests for one turn.
 *
 * @state prev: the gradient of the step before, starts at 0; step_size: starts at lr
 * @remarks Same defaults and same path as `torch.optim.Rprop`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new Rprop([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.9, 1.9]
 * @source Riedmiller & Braun 1993, "A direct adaptive method for faster backpropagation learning"
 */
export class Rprop extends Optimizer<RpropOptions> {
  constructor(params: Params<RpropOptions>, options: Partial<RpropOptions> = {}) {
    needOptions("Rprop", options, ["etas", "stepSizes", "maximize", "lr"]);
    super(params, {
      lr: 1e-2,
      etas: [0.5, 1.2],
      stepSizes: [1e-6, 50],
      maximize: false,
      ...options,
    });
  }

  protected override check({ etas }: RpropOptions): void {
    const [less, more] = etas;
    if (!(less > 0 && less < 1 && more > 1))
      throw hyperparameterError(this.name, "etas", etas, "[below 1, above 1], both above 0");
  }

  protected override init(p: Tensor, o: ParamGroup<RpropOptions>): Record<string, Tensor> {
    return { prev: zeroState(p), step_size: full(p.shape, o.lr, { dtype: p.dtype }) };
  }

  protected override update(
    p: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<RpropOptions>,
  ): Next {
    const g = o.maximize ? grad.neg() : grad;
    const same = g.mul(s.tensors.prev as Tensor);
    const factor = where(same.gt(0), o.etas[1], where(same.lt(0), o.etas[0], same.mul(0).add(1)));
    const size = (s.tensors.step_size as Tensor).mul(factor).clamp(...o.stepSizes);
    const used = where(same.lt(0), 0, g);
    return { param: p.sub(used.sign().mul(size)), state: { prev: used, step_size: size } };
  }
}
