import { arange, noGrad, type Tensor, tensor, zeros } from "@gradus/core";
import { expect, test } from "vitest";
import {
  Conv1d,
  Conv2d,
  Conv3d,
  type ConvLayerOptions,
  ConvTranspose1d,
  ConvTranspose2d,
} from "./convolution.ts";

/** A convolution whose kernel takes the left or upper neighbour only. */
function shifting<M extends { weight: Tensor; bias: Tensor | null }>(layer: M): M {
  const data = new Float32Array(layer.weight.numel());
  data[0] = 1;
  noGrad(() => layer.weight.copy_(tensor(data, { shape: layer.weight.shape })));
  return layer;
}

test.each([
  ["zeros", [0, 0, 1, 2]],
  ["reflect", [1, 0, 1, 2]],
  ["replicate", [0, 0, 1, 2]],
  ["circular", [3, 0, 1, 2]],
] as const)("paddingMode %s decides what the edge sees", async (paddingMode, want) => {
  const layer = new Conv1d(1, 1, 3, { padding: 1, paddingMode, bias: false });
  const y = shifting(layer).call(arange(4).float().reshape([1, 1, 4]));
  expect(await y.toArray()).toEqual([[want]]);
});

test("a volume is padded along each of its axes", async () => {
  const layer = new Conv3d(1, 1, [3, 1, 1], {
    padding: [1, 0, 0],
    paddingMode: "circular",
    bias: false,
  });
  const y = shifting(layer).call(arange(8).float().reshape([1, 1, 2, 2, 2]));
  expect(await y.flatten().toArray()).toEqual([4, 5, 6, 7, 0, 1, 2, 3]);
});

test("an image and a sequence without a batch keep their axes", () => {
  expect(new Conv2d(2, 3, 3).call(zeros([2, 5, 5])).shape).toEqual([3, 3, 3]);
  const options: ConvLayerOptions = { padding: 1, paddingMode: "reflect" };
  expect(new Conv2d(2, 3, 3, options).call(zeros([2, 5, 5])).shape).toEqual([3, 5, 5]);
  expect(new ConvTranspose1d(2, 3, 3, { stride: 2 }).call(zeros([2, 4])).shape).toEqual([3, 9]);
});

test.each([
  ["groups that do not divide the input", () => new Conv2d(3, 4, 3, { groups: 2 }), "groups is 2"],
  ["groups that do not divide the output", () => new Conv2d(4, 3, 3, { groups: 2 }), "groups is 2"],
  ["no groups", () => new Conv2d(4, 4, 3, { groups: 0 }), "groups is 0"],
  ["groups of a transpose", () => new ConvTranspose2d(3, 4, 3, { groups: 2 }), "groups is 2"],
  [
    "a mode there is not",
    () => new Conv2d(1, 1, 3, { paddingMode: "mirror" } as never),
    "paddingMode is mirror",
  ],
  ["a padding there is not", () => new Conv2d(1, 1, 3, { padding: "full" } as never), "is full"],
  [
    "strides with the same size",
    () => new Conv2d(1, 1, 3, { padding: "same", stride: [1, 2] }),
    "stride is [1,2]",
  ],
] as const)("a layer is not made with %s", (_name, make, message) => {
  expect(make).toThrow(message);
});

test("other channels than the layer's are refused by name", () => {
  expect(() => new Conv2d(2, 3, 3).call(zeros([1, 3, 5, 5]))).toThrow("inChannels = 2");
});
