/** What is a parameter, what a buffer, and their dtype: as PyTorch has it. */
import { manualSeed, ones, randn, type Tensor, tensor, tril, zeros } from "@gradus/core";
import { SGD } from "@gradus/optim";
import { describe, expect, test } from "vitest";
import { Sequential } from "./containers.ts";
import * as F from "./functional.ts";
import * as nn from "./index.ts";
import { Module } from "./module.ts";

class Masked extends Module {
  readonly mask = tril(ones([2, 2]));
  readonly places = tensor([0, 1], { dtype: "int32" });
  readonly fc = new nn.Linear(2, 2);
  seen: Tensor | null = null;

  override forward(x: Tensor): Tensor {
    this.seen = this.fc.call(x).mul(this.mask);
    return this.seen;
  }
}

describe("a tensor that is not there to be trained", () => {
  test("is no parameter and not in the state", () => {
    const m = new Masked();
    m.call(ones([2, 2]));
    expect([...m.namedParameters()].map(([n]) => n)).toEqual(["fc.weight", "fc.bias"]);
    expect(Object.keys(m.stateDict())).toEqual(["fc.weight", "fc.bias"]);
  });

  test("is not trained after freezing and unfreezing", async () => {
    const m = new Masked();
    m.requiresGrad_(false);
    expect(m.parameters().length).toBe(2);
    m.requiresGrad_(true);
    const optimizer = new SGD(m.parameters(), { lr: 0.1 });
    m.call(ones([2, 2]))
      .sum()
      .backward();
    optimizer.step();
    expect(await m.mask.toArray()).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect(m.mask.requiresGrad).toBe(false);
  });
});

test("a parameter that is frozen by hand stays one", () => {
  const m = new nn.Linear(2, 2);
  m.weight.requiresGrad_(false);
  expect(m.parameters().length).toBe(2);
  expect(Object.keys(m.stateDict())).toEqual(["weight", "bias"]);
});

test("registerParameter makes one of a leaf of floats, and of nothing else", () => {
  class Own extends Module {
    declare scale: Tensor;
    declare shift: Tensor | null;
    constructor() {
      super();
      this.registerParameter("scale", ones([3]));
      this.registerParameter("shift", null);
    }
    override forward(x: Tensor): Tensor {
      return x.mul(this.scale);
    }
  }
  const m = new Own();
  expect([...m.namedParameters()].map(([n]) => n)).toEqual(["scale"]);
  expect(m.scale.requiresGrad).toBe(true);
  for (const bad of [tensor([1], { dtype: "int32" }), m.scale.mul(2), 3, undefined])
    expect(() => m.registerParameter("bad", bad as never)).toThrow("(nn/parameter)");
  expect(() => m.registerBuffer("bad", [1] as never)).toThrow("(nn/option)");
});

const inputs: readonly (readonly [string, Module, readonly (readonly number[])[]])[] = [
  ["Linear", new nn.Linear(4, 3), [[2, 4]]],
  ["Conv2d", new nn.Conv2d(2, 3, 3), [[1, 2, 5, 5]]],
  ["ConvTranspose2d", new nn.ConvTranspose2d(2, 3, 3), [[1, 2, 5, 5]]],
  ["BatchNorm2d", new nn.BatchNorm2d(2), [[3, 2, 4, 4]]],
  ["LayerNorm", new nn.LayerNorm([4]), [[2, 4]]],
  ["GroupNorm", new nn.GroupNorm(2, 4), [[2, 4, 3]]],
  ["PReLU", new nn.PReLU(4), [[2, 4]]],
  ["RNN", new nn.RNN(3, 4), [[5, 2, 3]]],
  ["LSTM", new nn.LSTM(3, 4, { numLayers: 2, bidirectional: true }), [[5, 2, 3]]],
  ["GRU", new nn.GRU(3, 4), [[5, 2, 3]]],
  ["RNNCell", new nn.RNNCell(3, 4), [[2, 3]]],
  ["LSTMCell", new nn.LSTMCell(3, 4), [[2, 3]]],
  ["GRUCell", new nn.GRUCell(3, 4), [[2, 3]]],
  [
    "Bilinear",
    new nn.Bilinear(3, 4, 2),
    [
      [2, 3],
      [2, 4],
    ],
  ],
  [
    "MultiheadAttention",
    new nn.MultiheadAttention(4, 2),
    [
      [3, 2, 4],
      [3, 2, 4],
      [3, 2, 4],
    ],
  ],
  ["TransformerEncoderLayer", new nn.TransformerEncoderLayer(4, 2), [[3, 2, 4]]],
];

test.each(
  inputs,
)("%s works in float64, and is as it was after going there and back", async (_n, m, shapes) => {
  manualSeed(1);
  const before = await Promise.all(m.parameters().map((p) => p.data()));
  m.double();
  for (const t of [...m.parameters(), ...m.buffers()])
    expect(["float64", "int32"]).toContain(t.dtype);
  const run = m as Module & { forward(...xs: Tensor[]): unknown };
  const out = run.call(...(shapes.map((s) => randn(s, { dtype: "float64" })) as never[]));
  const first = [out].flat(3)[0] as Tensor;
  expect(first.dtype).toBe("float64");
  m.zeroGrad();
  first.sum().backward();
  for (const p of m.parameters()) if (p.grad) expect(p.grad.dtype).toBe("float64");
  m.float();
  for (const p of m.parameters()) if (p.grad) expect(p.grad.dtype).toBe("float32");
  const after = await Promise.all(m.parameters().map((p) => p.data()));
  expect(after).toEqual(before);
  expect(() => m.to("int32")).toThrow("float32 or float64");
});

test("embedding takes the input first, as PyTorch", async () => {
  const weight = tensor(
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    { requiresGrad: true },
  );
  const input = tensor([[2, 0]], { dtype: "int32" });
  expect(await F.embedding(input, weight).toArray()).toEqual([
    [
      [5, 6],
      [1, 2],
    ],
  ]);
  F.embedding(input, weight, { paddingIdx: -1 }).sum().backward();
  expect(await weight.grad?.toArray()).toEqual([
    [1, 1],
    [0, 0],
    [0, 0],
  ]);
  expect(() => F.embedding(weight, input)).toThrow("int32 or uint8");
  expect(() => F.embedding(input, weight, { paddingIdx: 3 })).toThrow("from -3 to 2");
  expect(() => F.embedding(tensor([-1], { dtype: "int32" }), weight)).toThrow("index -1");
});

test("layers in sequence may have names; what is no layer is refused at once", () => {
  const named = new Sequential({ first: new nn.Linear(2, 3), act: new nn.ReLU() });
  expect(Object.keys(named.stateDict())).toEqual(["first.weight", "first.bias"]);
  expect(named.call(zeros([1, 2])).shape).toEqual([1, 3]);
  expect(() => new Sequential(nn.ReLU as never)).toThrow("item 0 is ReLU itself");
  expect(() => new Sequential({ call: new nn.ReLU() })).toThrow("(nn/module-name)");
  expect(() => new nn.ModuleList([3 as never])).toThrow("item 0 is 3");
  expect(() => new nn.ModuleDict({ a: null as never })).toThrow("item a is null");
});
