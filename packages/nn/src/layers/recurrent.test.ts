import { clearPrograms, manualSeed, onEngineEvent, rand, type Tensor, zeros } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { GRU, LSTM, RNN } from "./recurrent.ts";
import { GRUCell, LSTMCell, RNNCell } from "./recurrent-cells.ts";

const names = (m: { namedParameters(): Iterable<[string, Tensor]> }): string[] =>
  [...m.namedParameters()].map(([name]) => name);

describe("parameters", () => {
  test("have PyTorch's names and order", () => {
    expect(names(new LSTM(3, 4, { numLayers: 2, bidirectional: true, projSize: 2 }))).toEqual(
      ["_l0", "_l0_reverse", "_l1", "_l1_reverse"].flatMap((end) =>
        ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"].map((name) => name + end),
      ),
    );
    expect(names(new GRUCell(3, 4, { bias: false }))).toEqual(["weight_ih", "weight_hh"]);
  });

  test("have a row for each gate, and later layers read all directions", () => {
    const state = new GRU(3, 4, { numLayers: 2, bidirectional: true }).stateDict();
    expect(state.weight_ih_l0?.shape).toEqual([12, 3]);
    expect(state.weight_ih_l1_reverse?.shape).toEqual([12, 8]);
    expect(state.bias_hh_l1?.shape).toEqual([12]);
  });

  test("start uniform in ±1/√hiddenSize", async () => {
    manualSeed(0);
    for (const p of new LSTM(16, 64).parameters()) {
      const values = Array.from(await p.data());
      expect(Math.max(...values)).toBeLessThanOrEqual(1 / 8);
      expect(Math.max(...values)).toBeGreaterThan(0.11);
      expect(Math.min(...values)).toBeLessThan(-0.11);
    }
  });
});

describe("a sequence", () => {
  test("in two halves, with the state handed on, gives what it gives at once", async () => {
    manualSeed(1);
    for (const layer of [new RNN(3, 4, { numLayers: 2 }), new GRU(3, 4, { numLayers: 2 })]) {
      const x = rand([6, 2, 3]);
      const [whole] = layer.call(x);
      const [, half] = layer.call(x.narrow(0, 0, 3));
      const [rest] = layer.call(x.narrow(0, 3, 3), half);
      expect(await rest.toArray()).toEqual(await whole.narrow(0, 3, 3).toArray());
    }
  });

  test("gives what the cell gives step by step", async () => {
    manualSeed(2);
    const layer = new LSTM(3, 4);
    const cell = new LSTMCell(3, 4);
    cell.loadStateDict(
      Object.fromEntries(
        Object.entries(layer.stateDict()).map(([name, t]) => [name.replace("_l0", ""), t]),
      ),
    );
    const x = rand([5, 2, 3]);
    const [output, [, c]] = layer.call(x);
    let state: [Tensor, Tensor] | null = null;
    for (let i = 0; i < 5; i++) state = cell.call(x.select(0, i), state);
    const [h, last] = state as unknown as [Tensor, Tensor];
    const difference = h.sub(output.select(0, 4)).abs().amax();
    expect(await difference.item()).toBeLessThan(1e-6);
    expect(await last.sub(c.select(0, 0)).abs().amax().item()).toBeLessThan(1e-6);
  });

  test("runs as one program, which is compiled once for a length", async () => {
    clearPrograms();
    const layer = new LSTM(3, 4, { batchFirst: true });
    // The first calls draw the weights too.
    for (let i = 0; i < 2; i++) await layer.call(rand([2, 5, 3]))[0].data();
    const kinds: string[] = [];
    const stop = onEngineEvent((event) => kinds.push(event.kind));
    for (let i = 0; i < 3; i++) await layer.call(rand([2, 7, 3]))[0].data();
    stop();
    expect(kinds.filter((kind) => kind === "compile")).toHaveLength(1);
  });
});

describe("dropout", () => {
  test("acts between layers in training only", async () => {
    const layer = new GRU(3, 4, { numLayers: 2, dropout: 0.9 });
    const x = rand([5, 2, 3]);
    const once = async (): Promise<unknown> => layer.call(x)[0].toArray();
    expect(await once()).not.toEqual(await once());
    layer.eval();
    expect(await once()).toEqual(await once());
  });

  test("does not touch a single layer", async () => {
    const layer = new GRU(3, 4, { dropout: 0.9 });
    const x = rand([5, 2, 3]);
    expect(await layer.call(x)[0].toArray()).toEqual(await layer.call(x)[0].toArray());
  });
});

describe("refused", () => {
  test("an input of another width, with the axis and both sizes", () => {
    expect(() => new LSTM(3, 4).call(zeros([5, 2, 7]))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: LSTM: the input's axis 2 must be inputSize = 3, but its shape is [5, 2, 7].
      Hint: make the layer with inputSize = 7, or check the layer before it.
      (nn/input-size)]
    `);
    expect(() => new RNNCell(3, 4).call(zeros([2, 7]))).toThrow("inputSize = 3");
  });

  test("an input without a sequence, or with too many axes", () => {
    expect(() => new GRU(3, 4).call(zeros([3]))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: GRU: the input must be [L, N, inputSize], or [L, inputSize], but its shape is [3].
      Hint: add the missing axis with unsqueeze, or take a part with select.
      (nn/input-rank)]
    `);
    expect(() => new GRU(3, 4).call(zeros([0, 2, 3]))).toThrow("at least one step");
    expect(() => new GRUCell(3, 4).call(zeros([1, 2, 3]))).toThrow("[N, inputSize]");
  });

  test("a state of another shape, naming h or c", () => {
    const x = zeros([5, 2, 3]);
    expect(() => new GRU(3, 4).call(x, zeros([2, 2, 4]))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: GRU: the state h must have shape [1, 2, 4], but has [2, 2, 4].
      Hint: make it with zeros([1, 2, 4]), or leave it out to start from zeros.
      (nn/state-shape)]
    `);
    expect(() => new LSTM(3, 4).call(x, [zeros([1, 2, 4]), zeros([1, 1, 4])])).toThrow(
      "the state c must have shape [1, 2, 4], but has [1, 1, 4]",
    );
    expect(() => new LSTMCell(3, 4).call(zeros([2, 3]), [zeros([2, 4]), zeros([4])])).toThrow(
      "the state c must have shape [2, 4]",
    );
  });

  test("a state that is not a pair where one is needed", () => {
    expect(() => new LSTM(3, 4).call(zeros([5, 2, 3]), zeros([1, 2, 4]) as never)).toThrow(
      "[h, c]",
    );
  });

  test("sizes and options out of range", () => {
    expect(() => new RNN(3, 0)).toThrow("hiddenSize is 0");
    expect(() => new RNN(3, 4, { numLayers: 0 })).toThrow("numLayers is 0");
    expect(() => new RNN(3, 4, { dropout: 2 })).toThrow("dropout is 2");
    expect(() => new RNN(3, 4, { nonlinearity: "sine" as never })).toThrow("nonlinearity is sine");
    expect(() => new LSTM(3, 4, { projSize: 4 })).toThrow("projSize is 4");
  });
});
