/** What holds for every layer, whatever it computes. */
import { manualSeed, randn, type Tensor, tensor } from "@gradus/core";
import * as nn from "@gradus/nn";
import { beforeEach, describe, expect, test } from "vitest";

type Inputs = () => unknown[];

const sequence: Inputs = () => [randn([7, 2, 4])];
const images: Inputs = () => [randn([2, 4, 6, 6])];
const rows: Inputs = () => [randn([5, 4])];
const lines: Inputs = () => [randn([2, 4, 8])];

/** Every layer with state or randomness, made small, and inputs it takes. */
const layers: readonly (readonly [string, () => nn.Module, Inputs])[] = [
  ["Linear", () => new nn.Linear(4, 3), rows],
  ["Bilinear", () => new nn.Bilinear(4, 3, 2), () => [randn([5, 4]), randn([5, 3])]],
  ["Conv1d", () => new nn.Conv1d(4, 2, 3), lines],
  ["Conv2d", () => new nn.Conv2d(4, 2, 3, { padding: 1 }), images],
  ["Conv3d", () => new nn.Conv3d(2, 2, 2), () => [randn([1, 2, 3, 3, 3])]],
  ["ConvTranspose1d", () => new nn.ConvTranspose1d(4, 2, 3), lines],
  ["ConvTranspose2d", () => new nn.ConvTranspose2d(4, 2, 3), images],
  ["BatchNorm1d", () => new nn.BatchNorm1d(4), rows],
  ["BatchNorm2d", () => new nn.BatchNorm2d(4), images],
  [
    "InstanceNorm2d",
    () => new nn.InstanceNorm2d(4, { affine: true, trackRunningStats: true }),
    images,
  ],
  ["LayerNorm", () => new nn.LayerNorm(4), rows],
  ["RMSNorm", () => new nn.RMSNorm(4), rows],
  ["GroupNorm", () => new nn.GroupNorm(2, 4), images],
  ["PReLU", () => new nn.PReLU(4), images],
  ["Embedding", () => new nn.Embedding(6, 3), () => [tensor([[1, 2, 0]], { dtype: "int32" })]],
  ["RNN", () => new nn.RNN(4, 3, { numLayers: 2 }), sequence],
  ["LSTM", () => new nn.LSTM(4, 3, { bidirectional: true }), sequence],
  ["GRU", () => new nn.GRU(4, 3), sequence],
  ["RNNCell", () => new nn.RNNCell(4, 3), rows],
  ["LSTMCell", () => new nn.LSTMCell(4, 3), rows],
  ["GRUCell", () => new nn.GRUCell(4, 3), rows],
  [
    "MultiheadAttention",
    () => new nn.MultiheadAttention(4, 2),
    () => [randn([3, 2, 4]), randn([3, 2, 4]), randn([3, 2, 4])],
  ],
  [
    "TransformerEncoderLayer",
    () => new nn.TransformerEncoderLayer(4, 2, { dropout: 0.5 }),
    sequence,
  ],
  [
    "TransformerDecoderLayer",
    () => new nn.TransformerDecoderLayer(4, 2, { dropout: 0.5 }),
    () => [randn([3, 2, 4]), randn([5, 2, 4])],
  ],
  ["Dropout", () => new nn.Dropout(0.5), rows],
  ["Dropout2d", () => new nn.Dropout2d(0.5), images],
  ["AlphaDropout", () => new nn.AlphaDropout(0.5), rows],
];

beforeEach(() => manualSeed(4));

const tensors = (value: unknown): Tensor[] =>
  Array.isArray(value) ? value.flatMap(tensors) : value ? [value as Tensor] : [];

const call = (layer: nn.Module, inputs: unknown[]): Tensor[] =>
  tensors((layer as unknown as { call(...xs: unknown[]): unknown }).call(...inputs));

const read = (list: readonly Tensor[]): Promise<number[][]> =>
  Promise.all(list.map(async (t) => Array.from(await t.data())));

const state = async (layer: nn.Module): Promise<Record<string, number[]>> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(layer.stateDict()).map(
        async ([k, t]) => [k, Array.from(await t.data())] as const,
      ),
    ),
  );

describe.each(layers)("%s", (_name, make, inputs) => {
  test("with another's state answers as the other", async () => {
    const [a, b] = [make().eval(), make().eval()];
    const xs = inputs();
    b.loadStateDict(a.stateDict());
    expect(await read(call(b, xs))).toEqual(await read(call(a, xs)));
    expect(await state(b)).toEqual(await state(a));
  });

  test("answers alike twice in evaluation, and leaves its state alone", async () => {
    const layer = make().eval();
    const xs = inputs();
    const before = await state(layer);
    const first = await read(call(layer, xs));
    expect(await read(call(layer, xs))).toEqual(first);
    expect(await state(layer)).toEqual(before);
  });

  test("starts and runs alike from one seed", async () => {
    const once = async () => {
      manualSeed(9);
      const layer = make();
      const out = await read(call(layer, inputs()));
      return { out, state: await state(layer) };
    };
    expect(await once()).toEqual(await once());
  });

  test("gives every parameter a finite gradient", async () => {
    const layer = make();
    const outs = call(layer, inputs());
    const loss = outs
      .filter((o) => o.requiresGrad)
      .map((o) => o.square().add(o).sum())
      .reduce((a, b) => a.add(b), tensor(0));
    if (layer.parameters().length === 0) return;
    loss.backward();
    for (const [name, p] of layer.namedParameters()) {
      const data = Array.from((await p.grad?.data()) ?? [Number.NaN]);
      expect([name, data.every(Number.isFinite)]).toEqual([name, true]);
    }
  });

  test("refuses a state with a name too many, by that name", () => {
    const layer = make();
    const wrong = { ...layer.stateDict(), surplus: tensor([1]) };
    expect(() => layer.loadStateDict(wrong)).toThrow("surplus");
  });
});
