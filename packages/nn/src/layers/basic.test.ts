import { manualSeed, ones, tensor, zeros } from "@gradus/core";
import { expect, test } from "vitest";
import { Hardtanh, PReLU, Softshrink } from "./activations.ts";
import { Bilinear, Embedding, Unflatten } from "./basic.ts";
import { Dropout, Dropout1d, Dropout2d } from "./dropout.ts";

test("a bilinear layer is x1·W·x2 + b for each output", async () => {
  const layer = new Bilinear(2, 2, 1);
  layer.loadStateDict({
    weight: tensor([
      [
        [1, 2],
        [3, 4],
      ],
    ]),
    bias: tensor([10]),
  });
  const y = layer.call(
    tensor([
      [1, 2],
      [0, 1],
    ]),
    tensor([
      [5, 6],
      [1, 1],
    ]),
  );
  // 1·(5 + 12) + 2·(15 + 24) + 10, and 3 + 4 + 10
  expect(await y.toArray()).toEqual([[105], [17]]);
  expect(() => layer.call(zeros([1, 3]), zeros([1, 2]))).toThrow("in1Features = 2");
  expect(() => layer.call(zeros([1, 2]), zeros([1, 3]))).toThrow("in2Features = 2");
});

test("an embedding's padding counts from the end too, starts at 0 and is not trained", async () => {
  const layer = new Embedding(4, 2, { paddingIdx: -1 });
  expect(layer.paddingIdx).toBe(3);
  layer
    .call(tensor([0, 3, 3], { dtype: "int32" }))
    .sum()
    .backward();
  expect(await layer.weight.select(0, 3).toArray()).toEqual([0, 0]);
  expect(await layer.weight.grad?.toArray()).toEqual([
    [1, 1],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  expect(() => new Embedding(4, 2, { paddingIdx: 4 })).toThrow("must be from -4 to 3");
});

test("an axis is split as asked", () => {
  expect(new Unflatten(1, [2, -1]).call(zeros([3, 6])).shape).toEqual([3, 2, 3]);
  expect(() => new Unflatten(1, [4, 2]).call(zeros([3, 6]))).toThrow();
});

/** Whether every row of the last axes is all 0 or all 2. */
function wholeRows(data: ArrayLike<number>, width: number): boolean {
  const values = Array.from(data);
  return values.every((v, i) => v === values[i - (i % width)] && (v === 0 || v === 2));
}

test.each([
  ["Dropout1d of [N, C, L]", new Dropout1d(0.5), [8, 8, 5], 5],
  ["Dropout1d of [C, L]", new Dropout1d(0.5), [64, 5], 5],
  ["Dropout2d of [N, C, H, W]", new Dropout2d(0.5), [8, 8, 3, 2], 6],
  ["Dropout2d of [N, C, L]", new Dropout2d(0.5), [8, 8, 5], 5],
] as const)("%s drops whole channels, about half of them", async (_name, layer, shape, width) => {
  manualSeed(3);
  const data = await layer.call(ones(shape)).data();
  expect(wholeRows(data, width)).toBe(true);
  const kept = Array.from(data).filter((v) => v > 0).length / data.length;
  expect(kept).toBeGreaterThan(0.3);
  expect(kept).toBeLessThan(0.7);
});

test("dropout refuses shares outside of 0 to 1, and channels it cannot find", () => {
  expect(() => new Dropout(1.5)).toThrow("Dropout: p is 1.5");
  expect(() => new Dropout1d().call(ones([3]))).toThrow("must be [C, L] or [N, C, L]");
});

test("activations refuse limits that exclude each other", () => {
  expect(() => new Hardtanh(2, 1)).toThrow("maxVal is 1, but must be above minVal = 2");
  expect(() => new Softshrink(-1).call(zeros([2]))).toThrow("lambd is -1");
});

test("learned slopes belong to channels", async () => {
  const layer = new PReLU(2);
  layer.loadStateDict({ weight: tensor([0.5, 2]) });
  expect(
    await layer
      .call(
        tensor([
          [-1, -1],
          [3, -2],
        ]),
      )
      .toArray(),
  ).toEqual([
    [-0.5, -2],
    [3, -4],
  ]);
  expect(() => layer.call(zeros([1, 3]))).toThrow("numParameters = 2");
  expect(() => layer.call(zeros([2]))).toThrow("[N, C, ...]");
});
