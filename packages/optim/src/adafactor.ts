/** Adafactor: running squares of a matrix kept as a row and a column. */
import { needOptions, type Tensor, zeros } from "@gradus/core";
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

export interface AdafactorOptions extends GroupOptions {
  /** The running squares forget with the share `t^beta2Decay`. */
  beta2Decay: number;
  /** Added to the squares (null: the dtype's), and the least size of a parameter. */
  eps: readonly [number | null, number];
  /** Above this root mean square an update is cut. */
  d: number;
  weightDecay: number;
  maximize: boolean;
}

/**
 * Adafactor: like RMSprop, but for a matrix only the running means of its rows and columns are kept, and the squares
 * are estimated as `row·column/mean(row)`. The step is relative to the parameter's own size:
 * `α = max(eps₂, rms(p)) · min(lr, 1/√t)`.
 *
 * @state row_var [..., n, 1] and col_var [..., 1, m] for a matrix, variance for a vector; start at 0
 * @remarks Same defaults and same path as `torch.optim.Adafactor`.
 * @example
 * const w = tensor([1, 2], { requiresGrad: true });
 * const optimizer = new Adafactor([w], { lr: 0.1 });
 * w.square().sum().backward();
 * optimizer.step();
 * w // [0.8419, 1.8419]
 * @source Shazeer & Stern 2018, arXiv:1804.04235, algorithms 4 and 5
 */
export class Adafactor extends Optimizer<AdafactorOptions> {
  constructor(params: Params<AdafactorOptions>, options: Partial<AdafactorOptions> = {}) {
    const known = ["beta2Decay", "eps", "d", "weightDecay", "maximize", "lr"];
    needOptions("Adafactor", options, known);
    super(params, {
      lr: 1e-2,
      beta2Decay: -0.8,
      eps: [null, 1e-3],
      d: 1,
      weightDecay: 0,
      maximize: false,
      ...options,
    });
  }

  protected override check({ d, beta2Decay }: AdafactorOptions): void {
    if (!(d >= 1)) throw hyperparameterError(this.name, "d", d, "at least 1");
    if (!(beta2Decay <= 0))
      throw hyperparameterError(this.name, "beta2Decay", beta2Decay, "at most 0");
  }

  protected override init(p: Tensor): Record<string, Tensor> {
    if (p.ndim < 2) return { variance: zeroState(p) };
    const [rows, columns] = [[...p.shape], [...p.shape]];
    rows[p.ndim - 1] = 1;
    columns[p.ndim - 2] = 1;
    const { dtype } = p;
    return { row_var: zeros(rows, { dtype }), col_var: zeros(columns, { dtype }) };
  }

  protected override update(
    param: Tensor,
    grad: Tensor,
    s: ParamState,
    o: ParamGroup<AdafactorOptions>,
  ): Next {
    const [eps1 = null, eps2] = o.eps;
    const least = eps1 ?? (param.dtype === "float64" ? Number.EPSILON : 2 ** -23);
    const share = varying(s.step ** o.beta2Decay, param);
    const rms = (x: Tensor): Tensor => x.square().mean().sqrt();
    const size = varying(Math.min(o.lr, 1 / Math.sqrt(s.step)), param);
    const alpha = rms(param).clamp(eps2).mul(size);
    const g = o.maximize ? grad.neg() : grad;
    const towards = (old: Tensor, x: Tensor): Tensor => old.add(x.sub(old).mul(share));
    const squares = g.square();
    const state: Record<string, Tensor> = {};
    let spread: Tensor;
    if (param.ndim < 2) {
      spread = towards(s.tensors.variance as Tensor, squares);
      state.variance = spread;
    } else {
      const keep = { keepdim: true };
      const row = towards(s.tensors.row_var as Tensor, squares.mean(-1, keep));
      const column = towards(s.tensors.col_var as Tensor, squares.mean(-2, keep));
      Object.assign(state, { row_var: row, col_var: column });
      spread = row.mul(column).div(row.mean(-2, keep).clamp(least));
    }
    const move = spread
      .clamp(least * least)
      .rsqrt()
      .mul(g);
    const step = move.mul(alpha).div(rms(move).div(o.d).clamp(1));
    const p = o.weightDecay === 0 ? param : param.mul(varying(1 - o.lr * o.weightDecay, param));
    return { param: p.sub(step), state };
  }
}
