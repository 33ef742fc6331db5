/**
 * The networks against PyTorch programs that are written from their papers: the names and shapes of the state, outputs
 * in evaluation, and the gradients of a training step, from weights that a formula gives to both sides, in float64. And
 * their exact numbers of parameters at full width.
 */

import { readValues, type Tensor } from "@gradus/core";
import type { Module } from "@gradus/nn";
import { expectClose, listGolden, readGolden } from "@gradus/testkit";
import * as vision from "@gradus/vision";
import { describe, expect, test } from "vitest";
import { backwardOf, formulaState, wave } from "./formula.ts";

type Make = (options?: object) => Module & { forward(x: Tensor): Tensor };
const named = (name: string): Make => Reflect.get(vision, name) as Make;

interface ModelFile {
  readonly call: readonly [name: string, options: object];
  readonly keys: Readonly<Record<string, readonly number[]>>;
  readonly input: readonly number[];
  readonly shape: readonly number[];
  readonly output: readonly number[];
  /** Of each parameter's gradient the norm, and the sum with unequal weights. */
  readonly gradients: Readonly<Record<string, readonly [number, number]>>;
}

describe.each(listGolden("vision/models"))("%s", (name) => {
  const file = readGolden<ModelFile>(`vision/models/${name}.json`);
  const [factory, options] = file.call;

  test("has PyTorch's names, shapes and outputs, and the gradients of a step of training", async () => {
    const model = named(factory)(options).double();
    const state = model.stateDict();
    expect(Object.fromEntries(Object.entries(state).map(([k, t]) => [k, t.shape]))).toEqual(
      file.keys,
    );
    expect(Object.keys(state)).toEqual(Object.keys(file.keys));
    model.loadStateDict(formulaState(state));
    model.eval();
    const x = wave(file.input, 1000);
    const y = model.call(x);
    expect(y.shape).toEqual(file.shape);
    expectClose(readValues(y), file.output, { rtol: 1e-9, atol: 1e-11 });
    model.train();
    const gradients = backwardOf(model, model.call(x));
    expect(Object.keys(gradients)).toEqual(Object.keys(file.gradients));
    // A bias before a normalisation has no gradient but rounding, which is as large as its neighbours'.
    const largest = Math.max(...Object.values(file.gradients).map(([norm]) => norm));
    for (const [key, want] of Object.entries(file.gradients))
      expectClose(gradients[key] ?? [], want, { rtol: 1e-8, atol: 1e-12 * largest, what: key });
  });
});

const counts: Readonly<Record<string, number>> = {
  lenet5: 61_706,
  alexnet: 61_100_840,
  vgg11: 132_863_336,
  vgg16: 138_357_544,
  resnet18: 11_689_512,
  resnet50: 25_557_032,
  resnet20: 269_722,
  resnet32: 464_154,
  mobilenetV1: 4_231_976,
  mobilenetV2: 3_504_872,
  unet: 31_037_633,
  tinyYolo: 15_861_773,
};

describe("at full width", () => {
  test.each(Object.entries(counts))("%s has %d parameters", (name, count) => {
    const parameters = named(name)().parameters();
    expect(parameters.reduce((sum, p) => sum + p.numel(), 0)).toBe(count);
    // Nothing of them is computed or stored for that.
    expect(parameters.filter((p) => p.numel() > 100_000 && p.node.buffer !== null)).toEqual([]);
  });

  test("so many have the PyTorch programs, too", () => {
    const { parameters } = readGolden<{ parameters: object }>("vision/counts/parameters.json");
    expect(parameters).toEqual(counts);
  });
});

test("counts of the papers' and courses' variants: other shortcuts, other classes", () => {
  const count = (model: Module): number =>
    model.parameters().reduce((sum, p) => sum + p.numel(), 0);
  expect(count(vision.resnet20({ shortcut: "B" }))).toBe(272_474);
  expect(count(vision.resnet50({ numClasses: 6 }))).toBe(23_520_326);
  expect(count(vision.vgg16({ numClasses: 10 }))).toBe(134_301_514);
  expect(count(vision.mobilenetV2({ numClasses: 10 }))).toBe(2_236_682);
});

describe("what cannot be is refused by name", () => {
  test.each([
    ["a width of nothing", () => vision.alexnet({ widthMult: 0 }), /alexnet: widthMult is 0/],
    ["no classes", () => vision.vgg11({ numClasses: 0 }), /numClasses/],
    ["an unknown option", () => vision.resnet18({ classes: 3 } as never), /numClasses/],
    ["a depth between", () => new vision.SmallResNet(21), /6n \+ 2/],
    ["a shortcut that is none", () => vision.resnet20({ shortcut: "C" as "A" }), /"C"/],
    ["an image smaller than U-Net halves it", () => unetOf([1, 3, 8, 40]), /from 16/],
    ["an image that is no whole number of cells", () => yoloOf([1, 3, 32, 40]), /multiples of 32/],
    ["anchors that are none", () => vision.tinyYolo({ anchors: [[1, 0]] }), /anchors/],
    ["blocks of no layers", () => new vision.VGG([[]]), /blocks/],
    ["three stages of blocks", () => new vision.ResNet("basic", [1, 1, 1]), /layers/],
  ])("%s", (_name, run, message) => {
    expect(run).toThrow(message);
  });

  const small = { widthMult: 1 / 64 };
  const unetOf = (shape: number[]): Tensor => vision.unet(small).call(wave(shape, 0));
  const yoloOf = (shape: number[]): Tensor => vision.tinyYolo(small).call(wave(shape, 0));
});

test("YOLO's boxes: a cell's middle, the anchor's sides, and probabilities", () => {
  const model = vision.tinyYolo({
    numClasses: 2,
    widthMult: 1 / 64,
    anchors: [
      [1, 2],
      [2, 1],
    ],
  });
  const { boxes, objectness, probabilities } = model.decode(wave([1, 14, 2, 3], 0).mul(0));
  expect(boxes.shape).toEqual([1, 12, 4]);
  // The third cell of the upper row, the first anchor: its centre is (2.5, 0.5) cells.
  expect([...readValues(boxes)].slice(16, 20)).toEqual([64, -16, 96, 48]);
  expect(new Set(readValues(objectness))).toEqual(new Set([0.5]));
  expect(new Set(readValues(probabilities))).toEqual(new Set([0.5]));
});
