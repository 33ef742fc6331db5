/** Muon: momentum, made orthogonal. */
import { needOptions, type Tensor } from "@gradus/core";
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

export interface MuonOptions extends GroupOptions {
  weightDecay: number;
  momentum: number;
  nesterov: boolean;
  /** The coefficients of the Newton–Schulz step `aX + (bA + cA²)X` with `A = XXᵀ`. */
  nsCoefficients: readonly [number, number, number];
  nsSteps: number;
  /** The least norm an update is divided by. */
  eps: number;
  /** How the rate follows the shape: "original" is √max(1, rows/columns), "matchRmsAdamw" 0.2·√max(rows, columns). */
  adjustLr: "original" | "matchRmsAdamw";
}

/** The nearest matrix with orthonormal rows (or columns), roughly: singular values end between 0.7 and 1.2. */
function orthogonal(g: Tensor, { nsCoefficients, nsSteps, eps }: MuonOptions): Tensor {
  const [a, b, c] = nsCoefficients;
  const [rows, columns] = g.shape as [number, number];
  const tall = rows > columns;
  let x = tall ? g.transpose(0, 1) : g;
  x = x.div(x.square().sum().sqrt().clamp(eps));
  for (let i = 0; i < nsSteps; i++) {
    const square = x.matmul(x.transpose(0, 1));
    x = x.mul(a).add(square.mul(b).add(square.matmul(square).mul(c)).matmul(x));
  }
  return tall ? x.transpose(0, 1) : x;
}

/**
 * Muon, for the weight matrices of hidden layers: the momentum's singular values are all brought near to 1, so that
 * every direction of a matrix moves alike. Biases, embeddings and the last layer belong into an AdamW beside it.
 *
 * @state momentum_buffer: starts at 0
 * @throws UsageError `optim/hyperparameter` for a parameter that is no matrix
 * @remarks Same defaults as `torch.optim.Muon`, which computes the orthogonal form in bfloat16; here it has the dtype
 *   of the parameter.
 * @example
 * const w = tensor([[1, 0], [0, 2]], { requiresGrad: true });
 * const optimizer = new Muon([w], { lr: 0.1, weightDecay: 0 });
 * w.square().sum().backward();
 * optimizer.step();
 * w.shape // [2, 2]
 * @source Jordan 2024, "Muon: An optimizer for hidden layers in neural networks"
 */
export class Muon extends Optimizer<MuonOptions> {
  constructor(params: Params<MuonOptions>, options: Partial<MuonOptions> = {}) {
    needOptions("Muon", options, [
      "weightDecay",
      "momentum",
      "nesterov",
      "nsCoefficients",
      "nsSteps",
      "eps",
      "adjustLr",
      "lr",
    ]);
    super(params, {
      lr: 1e-3,
      weightDecay: 0.1,
      momentum: 0.95,
      nesterov: true,
      nsCoefficients: [3.4445, -4.775, 2.0315],
      nsSteps: 5,
      eps: 1e-7,
      adjustLr: "original",
      ...options,
    });
  }

  override addParamGroup(group: { params: Iterable<Tensor> } & Partial<MuonOptions>): void {
    super.addParamGroup(group);
    for (const p of this.paramGroups.at(-1)?.params ?? [])
      if (p.ndim !== 2) {
        this.paramGroups.pop();
        const got = `of shape [${p.shape.join(", ")}]`;
        throw hyperparameterError(this.name, "a parameter", got, "a matrix");
      }
  }

  protected override init(p: Tensor): Record<string, Tensor> {
    return { momentum_buffer: zeroState(p) };
  }

  protected override update(p: Tensor, g: Tensor, s: ParamState, o: ParamGroup<MuonOptions>): Next {
    const before = s.tensors.momentum_buffer as Tensor;
    const buffer = before.add(g.sub(before).mul(1 - o.momentum));
    const move = o.nesterov ? g.add(buffer.sub(g).mul(o.momentum)) : buffer;
    const [rows, columns] = p.shape as [number, number];
    const size =
      o.adjustLr === "original"
        ? Math.sqrt(Math.max(1, rows / columns))
        : 0.2 * Math.sqrt(Math.max(rows, columns));
    const shrunk = p.mul(varying(1 - o.lr * o.weightDecay, p));
    const step = orthogonal(move, o).mul(varying(o.lr * size, p));
    return { param: shrunk.sub(step), state: { momentum_buffer: buffer } };
  }
}
