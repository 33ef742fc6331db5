/**
 * Recurrent layers over whole sequences. The input of all steps is projected by one product before the loop,
 * so a step costs one product with the state and a few elementwise operations; the loop is written out in the
 * graph, which for one sequence length is one cached program.
 */
import {
  arange,
  cat,
  type DType,
  matmul,
  needOptions,
  needTensor,
  stack,
  type Tensor,
  unbind,
  where,
  zeros,
} from "@gradus/core";
import { inputRankError, layerOptionError, sizeMismatchError, stateShapeError } from "../errors.ts";
import { Layer } from "../module.ts";
import { gathered, type PackedSequence, packedLengths, spread } from "../utils/packed.ts";
import { Dropout } from "./dropout.ts";
import {
  gruRecurrence,
  lstmRecurrence,
  type Nonlinearity,
  needCount,
  needNonlinearity,
  needPair,
  type Recurrence,
  recurrentParameter,
  simpleRecurrences,
} from "./recurrent-cells.ts";

export interface RecurrentOptions {
  /** Layers, each reading the output of the one before; default 1. */
  readonly numLayers?: number;
  readonly bias?: boolean;
  /** Sequences are [N, L, features] rather than [L, N, features]; states are not changed by it. */
  readonly batchFirst?: boolean;
  /** Probability of dropping the output of each layer but the last, in training; default 0. */
  readonly dropout?: number;
  readonly bidirectional?: boolean;
}

abstract class RecurrentLayer extends Layer {
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** Width of h: `hiddenSize`, or the size it is projected to. */
  readonly outputSize: number;
  readonly options: Required<RecurrentOptions>;
  /** Not a child: PyTorch's layer has none, and it is only called in training. */
  readonly #dropout: Dropout;

  constructor(
    inputSize: number,
    hiddenSize: number,
    gates: number,
    options: RecurrentOptions,
    projSize = 0,
  ) {
    super();
    const name = this.constructor.name;
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.outputSize = projSize || hiddenSize;
    const { numLayers = 1, bias = true, batchFirst = false } = options;
    const { dropout = 0, bidirectional = false } = options;
    this.options = { numLayers, bias, batchFirst, dropout, bidirectional };
    needCount(name, "inputSize", inputSize);
    needCount(name, "hiddenSize", hiddenSize);
    needCount(name, "numLayers", numLayers);
    if (!(dropout >= 0 && dropout <= 1))
      throw layerOptionError(name, "dropout", dropout, "from 0 to 1");
    this.#dropout = new Dropout(dropout);
    const rows = gates * hiddenSize;
    for (let layer = 0; layer < numLayers; layer++) {
      const width = layer === 0 ? inputSize : this.outputSize * this.#directions;
      for (const suffix of this.#suffixes(layer)) {
        const add = (what: string, shape: readonly number[]): void => {
          Reflect.set(this, what + suffix, recurrentParameter(shape, hiddenSize));
        };
        add("weight_ih", [rows, width]);
        add("weight_hh", [rows, this.outputSize]);
        if (bias) {
          add("bias_ih", [rows]);
          add("bias_hh", [rows]);
        }
        if (projSize > 0) add("weight_hr", [projSize, hiddenSize]);
      }
    }
  }

  get #directions(): number {
    return this.options.bidirectional ? 2 : 1;
  }

  /** The ends of the parameters' names, one for each direction. */
  #suffixes(layer: number): string[] {
    return this.options.bidirectional ? [`_l${layer}`, `_l${layer}_reverse`] : [`_l${layer}`];
  }

  #parameter(name: string): Tensor | null {
    return (Reflect.get(this, name) as Tensor | undefined) ?? null;
  }

  /** The output of the last layer, and every layer's last state. */
  protected run(
    recurrence: Recurrence,
    x: Tensor,
    state: readonly Tensor[] | null,
  ): { output: Tensor; state: Tensor[] } {
    const name = this.constructor.name;
    const { batchFirst } = this.options;
    if (x.ndim !== 2 && x.ndim !== 3)
      throw inputRankError(
        name,
        `${batchFirst ? "[N, L, inputSize]" : "[L, N, inputSize]"}, or [L, inputSize]`,
        x.shape,
      );
    if (x.shape.at(-1) !== this.inputSize)
      throw sizeMismatchError(name, "inputSize", this.inputSize, x.ndim - 1, x.shape);
    const batched = x.ndim === 3;
    // Inside, sequences are always [L, N, features].
    const sequence = batched ? (batchFirst ? x.transpose(0, 1) : x) : x.unsqueeze(1);
    const [length, batch] = sequence.shape as [number, number];
    if (length === 0) throw inputRankError(name, "a sequence of at least one step", x.shape);
    const initial = this.#initialStates(recurrence, state, batch, batched, x.dtype);
    const { output, last } = this.#layers(recurrence, sequence, initial, null);
    const states = Array.from({ length: recurrence.states }, (_, i) => {
      const all = stack(last.map((after) => after[i] as Tensor));
      return batched ? all : all.squeeze(1);
    });
    if (!batched) return { output: output.squeeze(1), state: states };
    return { output: batchFirst ? output.transpose(0, 1) : output, state: states };
  }

  /** As `run`, each sequence to its own end. States are in the order the batch had before it was packed. */
  protected runPacked(
    recurrence: Recurrence,
    packed: PackedSequence,
    state: readonly Tensor[] | null,
  ): { output: PackedSequence; state: Tensor[] } {
    const { data, counts, sortedIndices, unsortedIndices } = packed;
    const name = this.constructor.name;
    if (data.ndim !== 2)
      throw inputRankError(name, "packed sequences of [length, inputSize]", data.shape);
    if (data.shape[1] !== this.inputSize)
      throw sizeMismatchError(name, "inputSize", this.inputSize, 1, data.shape);
    const [batch, steps] = [counts[0] as number, counts.length];
    const given = this.#initialStates(recurrence, state, batch, true, data.dtype);
    const reordered = (x: Tensor, axis: number, by: Tensor | null): Tensor =>
      by ? x.indexSelect(axis, by) : x;
    const initial = state
      ? given.map((each) => each.map((s) => reordered(s, 0, sortedIndices)))
      : given;
    const running =
      counts[steps - 1] === batch
        ? null
        : unbind(arange(steps).unsqueeze(1).lt(packedLengths(packed)).unsqueeze(2));
    const sequence = spread(packed, steps, 0);
    const { output, last } = this.#layers(recurrence, sequence, initial, running);
    const states = Array.from({ length: recurrence.states }, (_, i) =>
      reordered(stack(last.map((after) => after[i] as Tensor)), 1, unsortedIndices),
    );
    return { output: packed.withData(gathered(output, counts)), state: states };
  }

  /** All layers over [L, N, features]: the last one's output, and every layer's last state. */
  #layers(
    recurrence: Recurrence,
    input: Tensor,
    initial: readonly (readonly Tensor[])[],
    running: readonly Tensor[] | null,
  ): { output: Tensor; last: Tensor[][] } {
    let sequence = input;
    const last: Tensor[][] = [];
    for (let layer = 0; layer < this.options.numLayers; layer++) {
      if (layer > 0 && this.training) sequence = this.#dropout.forward(sequence);
      const outputs = this.#suffixes(layer).map((suffix, direction) => {
        const before = initial[last.length] as Tensor[];
        const backwards = direction === 1;
        const scanned = this.#scan(recurrence, sequence, before, suffix, backwards, running);
        last.push(scanned.after);
        return stack(scanned.hidden);
      });
      sequence = outputs.length === 1 ? (outputs[0] as Tensor) : cat(outputs, -1);
    }
    return { output: sequence, last };
  }

  /** What each layer and direction starts from. */
  #initialStates(
    recurrence: Recurrence,
    state: readonly Tensor[] | null,
    batch: number,
    batched: boolean,
    dtype: DType,
  ): Tensor[][] {
    const count = this.options.numLayers * this.#directions;
    const perState = Array.from({ length: recurrence.states }, (_, i) => {
      const width = i === 0 ? this.outputSize : this.hiddenSize;
      const given = state?.[i];
      if (!given) return new Array<Tensor>(count).fill(zeros([batch, width], { dtype }));
      needTensor(this.constructor.name, "the state", given);
      const shape = batched ? [count, batch, width] : [count, width];
      if (given.shape.join() !== shape.join())
        throw stateShapeError(this.constructor.name, i === 0 ? "h" : "c", shape, given.shape);
      return unbind(batched ? given : given.unsqueeze(1));
    });
    return Array.from({ length: count }, (_, k) => perState.map((each) => each[k] as Tensor));
  }

  /**
   * One layer in one direction: h of every step, in the order of the sequence, and the last state. A sequence that is
   * not `running` at a step keeps its state.
   */
  #scan(
    recurrence: Recurrence,
    sequence: Tensor,
    initial: readonly Tensor[],
    suffix: string,
    backwards: boolean,
    running: readonly Tensor[] | null,
  ): { hidden: Tensor[]; after: Tensor[] } {
    const biasIh = this.#parameter(`bias_ih${suffix}`);
    const biasHh = this.#parameter(`bias_hh${suffix}`);
    const weights = {
      weightHh: this.#parameter(`weight_hh${suffix}`) as Tensor,
      biasHh,
      weightHr: this.#parameter(`weight_hr${suffix}`),
    };
    let projected = matmul(sequence, (this.#parameter(`weight_ih${suffix}`) as Tensor).t());
    if (biasIh && biasHh) projected = projected.add(recurrence.inputBias(biasIh, biasHh));
    const inputs = unbind(projected);
    const steps = Array.from(inputs.keys());
    if (backwards) steps.reverse();
    const hidden: Tensor[] = [];
    let after = initial.slice();
    for (const t of steps) {
      const next = recurrence.step(inputs[t] as Tensor, after, weights);
      const before = after;
      after = running
        ? next.map((s, i) => where(running[t] as Tensor, s, before[i] as Tensor))
        : next;
      hidden.push(after[0] as Tensor);
    }
    return { hidden: backwards ? hidden.reverse() : hidden, after };
  }

  override extraRepr(): string {
    const { numLayers, bias, batchFirst, dropout, bidirectional } = this.options;
    const said = [`${this.inputSize}`, `${this.hiddenSize}`];
    if (numLayers !== 1) said.push(`numLayers=${numLayers}`);
    if (!bias) said.push("bias=false");
    if (batchFirst) said.push("batchFirst=true");
    if (dropout !== 0) said.push(`dropout=${dropout}`);
    if (bidirectional) said.push("bidirectional=true");
    return said.join(", ");
  }
}

/**
 * A simple recurrence over a sequence: `hₜ = tanh(xₜ·W_ihᵀ + b_ih + hₜ₋₁·W_hhᵀ + b_hh)`, or relu.
 *
 * @shape x: [L, N, inputSize] ([N, L, inputSize] with batchFirst, [L, inputSize] without a batch),
 *   h: [numLayers·D, N, hiddenSize] -> [output, h], output: [L, N, D·hiddenSize]; D = 2 if bidirectional
 * @param h the state before; default zeros
 * @state weight_ih_l0: [hiddenSize, inputSize], uniform in ±1/√hiddenSize
 * @state weight_hh_l0: [hiddenSize, hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_ih_l0: [hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_hh_l0: [hiddenSize], uniform in ±1/√hiddenSize
 * @throws ShapeError `nn/input-size`, `nn/input-rank`, `nn/state-shape`
 * @remarks Takes a `PackedSequence` too, and then gives one. Further layers end in `_l1`…, backward ones in `_reverse`.
 * @example new RNN(3, 4).call(zeros([5, 2, 3]))[0].shape // [5, 2, 4]
 * @source Elman 1990, "Finding structure in time"
 */
export class RNN extends RecurrentLayer {
  readonly nonlinearity: Nonlinearity;

  constructor(
    inputSize: number,
    hiddenSize: number,
    options: RecurrentOptions & { readonly nonlinearity?: Nonlinearity } = {},
  ) {
    needOptions("RNN", options, [
      "numLayers",
      "bias",
      "batchFirst",
      "dropout",
      "bidirectional",
      "nonlinearity",
    ]);
    super(inputSize, hiddenSize, 1, options);
    this.nonlinearity = options.nonlinearity ?? "tanh";
    needNonlinearity("RNN", this.nonlinearity);
  }

  override forward(x: Tensor, h?: Tensor | null): [Tensor, Tensor] {
    const { output, state } = this.run(simpleRecurrences[this.nonlinearity], x, h ? [h] : null);
    return [output, state[0] as Tensor];
  }

  /** As `forward`, for sequences of different lengths; `call` chooses. */
  forwardPacked(x: PackedSequence, h?: Tensor | null): [PackedSequence, Tensor] {
    const { output, state } = this.runPacked(
      simpleRecurrences[this.nonlinearity],
      x,
      h ? [h] : null,
    );
    return [output, state[0] as Tensor];
  }
}

/**
 * Long short-term memory over a sequence: `cₜ = σ(f)·cₜ₋₁ + σ(i)·tanh(g)`, `hₜ = σ(o)·tanh(cₜ)`, where
 * i, f, g, o are the quarters of `xₜ·W_ihᵀ + b_ih + hₜ₋₁·W_hhᵀ + b_hh`.
 *
 * @shape x: [L, N, inputSize] ([N, L, inputSize] with batchFirst, [L, inputSize] without a batch),
 *   h and c: [numLayers·D, N, hiddenSize] -> [output, [h, c]], output: [L, N, D·hiddenSize];
 *   D = 2 if bidirectional; h and output are projSize wide if that is given
 * @param state `[h, c]` before; default zeros
 * @state weight_ih_l0: [4·hiddenSize, inputSize], uniform in ±1/√hiddenSize
 * @state weight_hh_l0: [4·hiddenSize, hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_ih_l0: [4·hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_hh_l0: [4·hiddenSize], uniform in ±1/√hiddenSize
 * @throws ShapeError `nn/input-size`, `nn/input-rank`, `nn/state-shape`
 * @remarks Takes a `PackedSequence` too, and then gives one. Further layers end in `_l1`…, backward ones in `_reverse`;
 *   `projSize` adds weight_hr_l0: [projSize, hiddenSize].
 * @example new LSTM(3, 4).call(zeros([5, 2, 3]))[0].shape // [5, 2, 4]
 * @source Hochreiter & Schmidhuber 1997, "Long short-term memory"
 */
export class LSTM extends RecurrentLayer {
  constructor(
    inputSize: number,
    hiddenSize: number,
    options: RecurrentOptions & { readonly projSize?: number } = {},
  ) {
    needOptions("LSTM", options, [
      "numLayers",
      "bias",
      "batchFirst",
      "dropout",
      "bidirectional",
      "projSize",
    ]);
    const { projSize = 0 } = options;
    needCount("LSTM", "hiddenSize", hiddenSize);
    if (!Number.isInteger(projSize) || projSize < 0 || projSize >= hiddenSize)
      throw layerOptionError("LSTM", "projSize", projSize, "from 0 to less than hiddenSize");
    super(inputSize, hiddenSize, 4, options, projSize);
  }

  override forward(
    x: Tensor,
    state?: readonly [Tensor, Tensor] | null,
  ): [Tensor, [Tensor, Tensor]] {
    needPair("LSTM", state);
    const result = this.run(lstmRecurrence, x, state ?? null);
    return [result.output, result.state as [Tensor, Tensor]];
  }

  /** As `forward`, for sequences of different lengths; `call` chooses. */
  forwardPacked(
    x: PackedSequence,
    state?: readonly [Tensor, Tensor] | null,
  ): [PackedSequence, [Tensor, Tensor]] {
    needPair("LSTM", state);
    const result = this.runPacked(lstmRecurrence, x, state ?? null);
    return [result.output, result.state as [Tensor, Tensor]];
  }
}

/**
 * Gated recurrent units over a sequence: `hₜ = (1 − z)·n + z·hₜ₋₁`, where
 * `r, z = σ(xₜ·W_ihᵀ + b_ih + hₜ₋₁·W_hhᵀ + b_hh)` and `n = tanh(xₜ·W_inᵀ + b_in + r·(hₜ₋₁·W_hnᵀ + b_hn))`.
 *
 * @shape x: [L, N, inputSize] ([N, L, inputSize] with batchFirst, [L, inputSize] without a batch),
 *   h: [numLayers·D, N, hiddenSize] -> [output, h], output: [L, N, D·hiddenSize]; D = 2 if bidirectional
 * @param h the state before; default zeros
 * @state weight_ih_l0: [3·hiddenSize, inputSize], uniform in ±1/√hiddenSize
 * @state weight_hh_l0: [3·hiddenSize, hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_ih_l0: [3·hiddenSize], uniform in ±1/√hiddenSize
 * @state bias_hh_l0: [3·hiddenSize], uniform in ±1/√hiddenSize
 * @throws ShapeError `nn/input-size`, `nn/input-rank`, `nn/state-shape`
 * @remarks Takes a `PackedSequence` too, and then gives one. Further layers end in `_l1`…, backward ones in `_reverse`.
 * @example new GRU(3, 4).call(zeros([5, 2, 3]))[0].shape // [5, 2, 4]
 * @source Cho et al. 2014, arXiv:1406.1078
 */
export class GRU extends RecurrentLayer {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    needOptions("GRU", options, ["numLayers", "bias", "batchFirst", "dropout", "bidirectional"]);
    super(inputSize, hiddenSize, 3, options);
  }

  override forward(x: Tensor, h?: Tensor | null): [Tensor, Tensor] {
    const { output, state } = this.run(gruRecurrence, x, h ? [h] : null);
    return [output, state[0] as Tensor];
  }

  /** As `forward`, for sequences of different lengths; `call` chooses. */
  forwardPacked(x: PackedSequence, h?: Tensor | null): [PackedSequence, Tensor] {
    const { output, state } = this.runPacked(gruRecurrence, x, h ? [h] : null);
    return [output, state[0] as Tensor];
  }
}
