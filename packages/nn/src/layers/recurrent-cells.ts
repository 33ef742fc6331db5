/**
 * One step of a recurrence. What a step computes (`Recurrence`) is written once here and used by the cells,
 * which take one step, and by the layers, which take a whole sequence. A step is split so that the part that
 * does not wait for the state, the input's projection and its biases, can be done for all steps at once.
 */
import { matmul, needOptions, pad, split, type Tensor, zeros } from "@gradus/core";
import { inputRankError, layerOptionError, sizeMismatchError, stateShapeError } from "../errors.ts";
import { uniform_ } from "../init.ts";
import { Layer } from "../module.ts";
import { parameter } from "./basic.ts";

export type Nonlinearity = "tanh" | "relu";

/** What the state of the step before is multiplied with. */
export interface HiddenWeights {
  readonly weightHh: Tensor;
  readonly biasHh: Tensor | null;
  /** Projection of the new state, if it is narrower than the cell. */
  readonly weightHr?: Tensor | null;
}

/** The formula of a recurrent layer; its state is [h] or [h, c]. */
export interface Recurrence {
  readonly gates: number;
  readonly states: 1 | 2;
  /** The biases that may be added before the state is known. */
  inputBias(biasIh: Tensor, biasHh: Tensor): Tensor;
  /** The next state. @shape projected: [N, gates·hiddenSize] */
  step(projected: Tensor, state: readonly Tensor[], weights: HiddenWeights): Tensor[];
}

const simple = (nonlinearity: Nonlinearity): Recurrence => ({
  gates: 1,
  states: 1,
  inputBias: (biasIh, biasHh) => biasIh.add(biasHh),
  step: (projected, [h], { weightHh }) => {
    const sum = projected.add(matmul(h as Tensor, weightHh.t()));
    return [nonlinearity === "relu" ? sum.relu() : sum.tanh()];
  },
});

/** `h′ = tanh(x·W_ihᵀ + b_ih + h·W_hhᵀ + b_hh)`, or relu in the place of tanh. */
export const simpleRecurrences: Readonly<Record<Nonlinearity, Recurrence>> = {
  tanh: simple("tanh"),
  relu: simple("relu"),
};

/** `c′ = σ(f)·c + σ(i)·tanh(g)` and `h′ = σ(o)·tanh(c′)`, with the gates in the order i, f, g, o. */
export const lstmRecurrence: Recurrence = {
  gates: 4,
  states: 2,
  inputBias: (biasIh, biasHh) => biasIh.add(biasHh),
  step: (projected, [h, c], { weightHh, weightHr }) => {
    const sum = projected.add(matmul(h as Tensor, weightHh.t()));
    const [i, f, g, o] = split(sum, (c as Tensor).shape.at(-1) as number, -1) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const cell = f
      .sigmoid()
      .mul(c as Tensor)
      .add(i.sigmoid().mul(g.tanh()));
    const hidden = o.sigmoid().mul(cell.tanh());
    return [weightHr ? matmul(hidden, weightHr.t()) : hidden, cell];
  },
};

/**
 * `h′ = (1 − z)·n + z·h` with `n = tanh(x·W_inᵀ + b_in + r·(h·W_hnᵀ + b_hn))`; gates in the order r, z, n.
 * The reset gate scales b_hn, so that third of the hidden bias waits for the step.
 */
export const gruRecurrence: Recurrence = {
  gates: 3,
  states: 1,
  inputBias: (biasIh, biasHh) => {
    const size = biasHh.numel() / 3;
    return biasIh.add(pad(biasHh.narrow(0, 0, 2 * size), [0, size]));
  },
  step: (projected, state, { weightHh, biasHh }) => {
    const h = state[0] as Tensor;
    const size = h.shape.at(-1) as number;
    const sizes = [2 * size, size];
    const [xGates, xNew] = split(projected, sizes, -1) as [Tensor, Tensor];
    const [hGates, hNew] = split(matmul(h, weightHh.t()), sizes, -1) as [Tensor, Tensor];
    const [r, z] = split(xGates.add(hGates).sigmoid(), size, -1) as [Tensor, Tensor];
    const scaled = r.mul(biasHh ? hNew.add(biasHh.narrow(0, 2 * size, size)) : hNew);
    const fresh = xNew.add(scaled).tanh();
    return [fresh.add(z.mul(h.sub(fresh)))];
  },
};

/** PyTorch's default for all weights and biases of a recurrence: uniform in ±1/√hiddenSize. */
export function recurrentParameter(shape: readonly number[], hiddenSize: number): Tensor {
  const bound = 1 / Math.sqrt(hiddenSize);
  return uniform_(parameter(shape), -bound, bound);
}

/** Refuses sizes that are not counts. @throws UsageError `nn/option` */
export function needCount(layer: string, option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw layerOptionError(layer, option, value, "a whole number from 1");
}

/** Refuses an unknown name. @throws UsageError `nn/option` */
export function needNonlinearity(layer: string, value: Nonlinearity): void {
  if (!Object.hasOwn(simpleRecurrences, value))
    throw layerOptionError(layer, "nonlinearity", value, '"tanh" or "relu"');
}

export interface CellOptions {
  readonly bias?: boolean;
}

abstract class RecurrentCell extends Layer {
  readonly inputSize: number;
  readonly hiddenSize: number;
  weight_ih: Tensor;
  weight_hh: Tensor;
  bias_ih: Tensor | null;
  bias_hh: Tensor | null;

  constructor(inputSize: number, hiddenSize: number, gates: number, options: CellOptions) {
    super();
    needCount(this.constructor.name, "inputSize", inputSize);
    needCount(this.constructor.name, "hiddenSize", hiddenSize);
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    const rows = gates * hiddenSize;
    const { bias = true } = options;
    this.weight_ih = recurrentParameter([rows, inputSize], hiddenSize);
    this.weight_hh = recurrentParameter([rows, hiddenSize], hiddenSize);
    this.bias_ih = bias ? recurrentParameter([rows], hiddenSize) : null;
    this.bias_hh = bias ? recurrentParameter([rows], hiddenSize) : null;
  }

  /** One step from `state`, or from zeros. */
  protected next(recurrence: Recurrence, x: Tensor, state: readonly Tensor[] | null): Tensor[] {
    const name = this.constructor.name;
    if (x.ndim < 1 || x.ndim > 2)
      throw inputRankError(name, "[inputSize] or [N, inputSize]", x.shape);
    if (x.shape.at(-1) !== this.inputSize)
      throw sizeMismatchError(name, "inputSize", this.inputSize, x.ndim - 1, x.shape);
    const shape = [...x.shape.slice(0, -1), this.hiddenSize];
    state?.forEach((s, i) => {
      if (s.shape.join() !== shape.join())
        throw stateShapeError(name, i === 0 ? "h" : "c", shape, s.shape);
    });
    const given =
      state ?? Array.from({ length: recurrence.states }, () => zeros(shape, { dtype: x.dtype }));
    let projected = matmul(x, this.weight_ih.t());
    if (this.bias_ih && this.bias_hh)
      projected = projected.add(recurrence.inputBias(this.bias_ih, this.bias_hh));
    return recurrence.step(projected, given, { weightHh: this.weight_hh, biasHh: this.bias_hh });
  }

  override extraRepr(): string {
    return `${this.inputSize}, ${this.hiddenSize}${this.bias_ih ? "" : ", bias=false"}`;
  }
}

/**
 * One step of a simple recurrence: `h′ = tanh(x·W_ihᵀ + b_ih + h·W_hhᵀ + b_hh)`.
 *
 * @shape x: [N, inputSize], h: [N, hiddenSize] -> [N, hiddenSize]; N may be missing
 * @param h the state before; default zeros
 * @state weight_ih: [hiddenSize, inputSize], uniform in ±1/√hiddenSize
 * @state weight_hh: [hiddenSize, hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_ih: [hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_hh: [hiddenSize], uniform in ±1/√hiddenSize
 * @throws ShapeError `nn/input-size`, `nn/state-shape`
 * @example new RNNCell(3, 4).call(zeros([2, 3])).shape // [2, 4]
 * @source Elman 1990, "Finding structure in time"
 */
export class RNNCell extends RecurrentCell {
  readonly nonlinearity: Nonlinearity;

  constructor(
    inputSize: number,
    hiddenSize: number,
    options: CellOptions & { readonly nonlinearity?: Nonlinearity } = {},
  ) {
    needOptions("RNNCell", options, ["bias", "nonlinearity"]);
    super(inputSize, hiddenSize, 1, options);
    this.nonlinearity = options.nonlinearity ?? "tanh";
    needNonlinearity("RNNCell", this.nonlinearity);
  }

  override forward(x: Tensor, h?: Tensor | null): Tensor {
    return this.next(simpleRecurrences[this.nonlinearity], x, h ? [h] : null)[0] as Tensor;
  }
}

/**
 * One step of an LSTM: `c′ = σ(f)·c + σ(i)·tanh(g)`, `h′ = σ(o)·tanh(c′)`, where i, f, g, o are the quarters
 * of `x·W_ihᵀ + b_ih + h·W_hhᵀ + b_hh`.
 *
 * @shape x: [N, inputSize], h and c: [N, hiddenSize] -> [h′, c′] of the same shape; N may be missing
 * @param state `[h, c]` before; default zeros
 * @state weight_ih: [4·hiddenSize, inputSize], uniform in ±1/√hiddenSize
 * @state weight_hh: [4·hiddenSize, hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_ih: [4·hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_hh: [4·hiddenSize], uniform in ±1/√hiddenSize
 * @throws ShapeError `nn/input-size`, `nn/state-shape`
 * @example new LSTMCell(3, 4).call(zeros([2, 3]))[1].shape // [2, 4]
 * @source Hochreiter & Schmidhuber 1997, "Long short-term memory"
 */
export class LSTMCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    needOptions("LSTMCell", options, ["bias"]);
    super(inputSize, hiddenSize, 4, options);
  }

  override forward(x: Tensor, state?: readonly [Tensor, Tensor] | null): [Tensor, Tensor] {
    needPair("LSTMCell", state);
    return this.next(lstmRecurrence, x, state ?? null) as [Tensor, Tensor];
  }
}

/**
 * One step of a GRU: `h′ = (1 − z)·n + z·h`, where
 * `r, z = σ(x·W_ihᵀ + b_ih + h·W_hhᵀ + b_hh)` and `n = tanh(x·W_inᵀ + b_in + r·(h·W_hnᵀ + b_hn))`.
 *
 * @shape x: [N, inputSize], h: [N, hiddenSize] -> [N, hiddenSize]; N may be missing
 * @param h the state before; default zeros
 * @state weight_ih: [3·hiddenSize, inputSize], uniform in ±1/√hiddenSize
 * @state weight_hh: [3·hiddenSize, hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_ih: [3·hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_hh: [3·hiddenSize], uniform in ±1/√hiddenSize
 * @throws ShapeError `nn/input-size`, `nn/state-shape`
 * @remarks As PyTorch: the reset gate is applied after the product with the state.
 * @example new GRUCell(3, 4).call(zeros([2, 3])).shape // [2, 4]
 * @source Cho et al. 2014, arXiv:1406.1078
 */
export class GRUCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    needOptions("GRUCell", options, ["bias"]);
    super(inputSize, hiddenSize, 3, options);
  }

  override forward(x: Tensor, h?: Tensor | null): Tensor {
    return this.next(gruRecurrence, x, h ? [h] : null)[0] as Tensor;
  }
}

/** Refuses a state that is not `[h, c]`, which a caller without types can pass. */
export function needPair(layer: string, state: readonly Tensor[] | null | undefined): void {
  if (state && (!Array.isArray(state) || state.length !== 2))
    throw layerOptionError(layer, "the state", `not a pair`, "[h, c]");
}
