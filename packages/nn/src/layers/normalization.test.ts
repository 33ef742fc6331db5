import { arange, ones, type Tensor, tensor, zeros } from "@gradus/core";
import { describe, expect, test } from "vitest";
import {
  BatchNorm1d,
  BatchNorm2d,
  GroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  LocalResponseNorm,
} from "./normalization.ts";

const ramp = (...shape: number[]): Tensor =>
  arange(shape.reduce((p, n) => p * n, 1))
    .float()
    .square()
    .reshape(shape);

test.each([
  ["BatchNorm1d", new BatchNorm1d(3), zeros([2, 3, 2, 2]), "must be [N, C] or [N, C, L]"],
  ["BatchNorm2d", new BatchNorm2d(3), zeros([2, 3]), "must be [N, C, H, W]"],
  ["InstanceNorm1d", new InstanceNorm1d(3), zeros([3]), "must be [C, L] or [N, C, L]"],
  ["InstanceNorm2d", new InstanceNorm2d(3), zeros([2, 3]), "[C, H, W] or [N, C, H, W]"],
  ["localResponseNorm", new LocalResponseNorm(2), zeros([2, 3]), "must be [N, C, ...]"],
] as const)("%s refuses an input with the wrong number of axes", (_name, layer, x, message) => {
  expect(() => layer.call(x)).toThrow(message);
});

describe("one value to normalise is refused", () => {
  test.each([
    [
      "by batch normalisation that has no running statistics, even in evaluation",
      () => new BatchNorm1d(3, { trackRunningStats: false }).eval().forward(ones([1, 3])),
    ],
    ["by instance normalisation", () => new InstanceNorm1d(3).forward(ones([2, 3, 1]))],
    ["by group normalisation", () => new GroupNorm(4, 4).forward(ones([1, 4]))],
  ])("%s", (_name, run) => {
    expect(run).toThrow("is 1, but must be at least 2");
  });

  test("but not by batch normalisation with running statistics in evaluation", async () => {
    const y = new BatchNorm1d(2, { eps: 0 }).eval().forward(tensor([[3, -4]]));
    expect(await y.toArray()).toEqual([[3, -4]]);
  });
});

test.each([
  ["InstanceNorm1d", new InstanceNorm1d(3), [3, 4]],
  ["InstanceNorm2d", new InstanceNorm2d(3), [3, 2, 2]],
] as const)("%s takes one example without a batch", async (_name, layer, shape) => {
  const x = ramp(...shape);
  const alone = layer.call(x);
  expect(alone.shape).toEqual(shape);
  expect(await alone.data()).toEqual(await layer.call(x.unsqueeze(0)).data());
});

test("the plain average of batches (momentum null) is their mean", async () => {
  const norm = new BatchNorm1d(1, { momentum: null });
  norm.call(tensor([[1], [3]]));
  norm.call(tensor([[10], [20]]));
  expect(await norm.running_mean?.toArray()).toEqual([8.5]);
  expect(await norm.num_batches_tracked?.item()).toBe(2);
});

test("instance normalisation without a momentum leaves its running statistics", async () => {
  const norm = new InstanceNorm1d(3, { trackRunningStats: true, momentum: null });
  norm.call(ramp(2, 3, 4));
  expect(await norm.running_mean?.toArray()).toEqual([0, 0, 0]);
  expect(await norm.num_batches_tracked?.item()).toBe(0);
});

test("instance normalisation evaluates with the statistics it tracked", async () => {
  const norm = new InstanceNorm1d(1, { trackRunningStats: true, momentum: 1, eps: 0 });
  norm.call(tensor([[[0, 2]], [[10, 12]]]));
  // The mean of the means 1 and 11, and of the unbiased variances 2 and 2.
  expect(await norm.running_mean?.toArray()).toEqual([6]);
  expect(await norm.running_var?.toArray()).toEqual([2]);
  norm.eval();
  const [[[y]]] = (await norm.call(tensor([[[8]]])).toArray()) as number[][][];
  expect(y).toBeCloseTo(Math.SQRT2, 5);
});

test("group normalisation of an empty batch is empty", () => {
  expect(new GroupNorm(2, 4).call(zeros([0, 4, 3])).shape).toEqual([0, 4, 3]);
});

test("groups that do not divide the channels are refused", () => {
  expect(() => new GroupNorm(3, 4)).toThrow("numGroups is 3, but must be a divisor of 4");
  expect(() => new GroupNorm(0, 4)).toThrow("numGroups is 0");
});
