import {
  conv2d,
  defaultGenerator,
  onEngineEvent,
  ones,
  randn,
  readValues,
  type Tensor,
  zeros,
} from "@gradus/core";
import * as nn from "@gradus/nn";
import * as vision from "@gradus/vision";
import { describe, expect, test } from "vitest";

/** Multiply-adds for one image of 224 by 224, as they are published for PyTorch's models. */
test.each([
  ["alexnet", vision.alexnet, 714_188_480],
  ["vgg11", vision.vgg11, 7_609_090_048],
  ["vgg16", vision.vgg16, 15_470_264_320],
  ["resnet18", vision.resnet18, 1_814_073_344],
  ["resnet50", vision.resnet50, 4_089_184_256],
  ["mobilenetV1", vision.mobilenetV1, 568_740_352],
  ["mobilenetV2", vision.mobilenetV2, 300_774_272],
] as const)("%s needs %d multiply-adds", (_name, make, want) => {
  expect(vision.summary(make(), [1, 3, 224, 224]).multiplyAdds).toBe(want);
});

test("rows are the modules in the order of the forward pass, with what a paper's table says", () => {
  const { rows, parameters } = vision.summary(vision.lenet5(), [1, 1, 28, 28]);
  const short = rows.map((r) => [r.name, r.type, r.outputShape, r.parameters, r.multiplyAdds]);
  expect(short.slice(0, 5)).toEqual([
    ["", "LeNet5", [1, 10], 61_706, 416_520],
    ["conv1", "Conv2d", [1, 6, 28, 28], 156, 117_600],
    ["activation", "Tanh", [1, 6, 28, 28], 0, 0],
    ["pool", "AvgPool2d", [1, 6, 14, 14], 0, 0],
    ["conv2", "Conv2d", [1, 16, 10, 10], 2416, 240_000],
  ]);
  expect(parameters).toBe(61_706);
  expect(rows[1]).toMatchObject({ kernelSize: [5, 5], stride: [1, 1], depth: 1, repeated: false });
  expect(rows[3]).toMatchObject({ kernelSize: [2, 2], stride: [2, 2], inputShape: [1, 6, 28, 28] });
  expect(rows[5]).toMatchObject({ name: "activation", repeated: true });
});

test("blocks hold the sum of what they call, and a row for each of their modules", () => {
  const { rows } = vision.summary(vision.resnet18(), [2, 3, 224, 224]);
  const layer = rows.find((r) => r.name === "layer2");
  const blocks = rows.filter((r) => /^layer2\.\d$/.test(r.name));
  expect(layer?.outputShape).toEqual([2, 128, 28, 28]);
  expect(blocks.map((b) => b.depth)).toEqual([2, 2]);
  expect(blocks.reduce((sum, b) => sum + b.multiplyAdds, 0)).toBe(layer?.multiplyAdds);
  expect(blocks.reduce((sum, b) => sum + b.parameters, 0)).toBe(layer?.parameters);
});

/** As a learner may write it: a convolution called as a function, and a module that is not used. */
class Own extends nn.Module {
  weight = nn.Parameter(ones([4, 3, 3, 3]));
  head = new nn.Linear(4, 2);
  spare = new nn.Sequential(new nn.Linear(5, 5));

  override forward(x: Tensor): Tensor {
    return this.head.call(conv2d(x, this.weight, null, { padding: 1 }).relu().mean([2, 3]));
  }
}

test("any module will do: functions count, and what is not called is said", () => {
  const { rows, multiplyAdds, parameters } = vision.summary(new Own(), [1, 3, 8, 8]);
  expect(multiplyAdds).toBe(4 * 27 * 64 + 8);
  expect(parameters).toBe(108 + 10 + 30);
  expect(rows.map((r) => [r.name, r.outputShape])).toEqual([
    ["", [1, 2]],
    ["head", [1, 2]],
    ["spare", null],
  ]);
  const made = new Own();
  const text = String(vision.summary(made, [1, 3, 8, 8]));
  expect(text).toContain("spare Sequential  not called");
});

test("groups and transposed convolutions count the products they need", () => {
  const grouped = new nn.Conv2d(8, 8, 3, { groups: 8, padding: 1 });
  expect(vision.summary(grouped, [1, 8, 4, 4]).multiplyAdds).toBe(8 * 9 * 16);
  const up = new nn.ConvTranspose2d(6, 4, 2, { stride: 2 });
  const { rows, multiplyAdds } = vision.summary(up, [1, 6, 5, 5]);
  expect(multiplyAdds).toBe(25 * 6 * 4 * 4);
  expect(rows[0]).toMatchObject({ outputShape: [1, 4, 10, 10], kernelSize: [2, 2] });
});

describe("the model is as it was", () => {
  test("nothing is computed, then or later, and no chance is used up", async () => {
    const model = vision.vgg16();
    const before = defaultGenerator.getState();
    let programs = 0;
    const stop = onEngineEvent(() => programs++);
    vision.summary(model, [1, 3, 224, 224]);
    expect(programs).toBe(0);
    expect(await zeros([2]).add(1).sum().item()).toBe(2);
    expect(programs).toBeGreaterThan(0);
    stop();
    expect(defaultGenerator.getState()).toEqual(before);
    expect(model.parameters().filter((p) => p.numel() > 100_000 && p.node.buffer)).toEqual([]);
  });

  test("modes, hooks, statistics and what the program holds stay", async () => {
    const model = vision.resnet20({ widthMult: 1 / 8 });
    model.layer1.eval();
    const held = randn([3]).mul(2);
    const y = model.fc.weight.mul(3);
    const state = JSON.stringify(model.buffers().map((b) => [...readValues(b)]));
    vision.summary(model, [4, 3, 32, 32]);
    expect([model.training, model.layer1.training, model.layer2.training]).toEqual([
      true,
      false,
      true,
    ]);
    expect(JSON.stringify(model.buffers().map((b) => [...readValues(b)]))).toBe(state);
    expect((await held.data()).length).toBe(3);
    expect([...(await y.data())]).toEqual(
      [...readValues(model.fc.weight)].map((v) => Math.fround(3 * v)),
    );
  });

  test("after an error, too, which comes with the rows up to there where that is asked for", () => {
    const model = new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.Flatten(), new nn.Linear(7, 2));
    expect(() => vision.summary(model, [1, 3, 8, 8])).toThrow(/inFeatures = 7/);
    const { rows, problem } = vision.summary(model, [1, 3, 8, 8], { partial: true });
    expect(problem?.message).toMatch(/inFeatures = 7/);
    expect(rows.map((r) => [r.name, r.outputShape])).toEqual([
      ["", null],
      ["0", [1, 4, 6, 6]],
      ["1", [1, 144]],
      ["2", null],
    ]);
    expect(model.training).toBe(true);
    expect(() => vision.summary(model, [])).toThrow(/input/);
    expect(() => vision.summary({} as never, [1])).toThrow(/module/);
  });
});

test("several inputs, and a model in float64", () => {
  const bilinear = new nn.Bilinear(3, 4, 2).double();
  const { rows } = vision.summary(bilinear, [
    [5, 3],
    [5, 4],
  ]);
  expect(rows[0]?.outputShape).toEqual([5, 2]);
});
