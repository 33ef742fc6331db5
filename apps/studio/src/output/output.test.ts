import { expect, test } from "vitest";
import { Curve } from "./curve.ts";
import { piecesOf } from "./printed.tsx";
import {
  alike,
  brightness,
  imageBytes,
  imageLayout,
  placeOfPlane,
  planeValues,
  printedIndices,
  type ShownTensor,
  viewsOf,
} from "./views.ts";

const tensor = (shape: number[], of: (i: number) => number, dtype = "float32"): ShownTensor => {
  const count = shape.reduce((n, s) => n * s, 1);
  return { kind: "tensor", shape, dtype, data: Array.from({ length: count }, (_, i) => of(i)) };
};

test.each([
  [[28, 28], { height: 28, width: 28, channels: 1, order: "first", count: 1 }],
  [[1, 8, 9], { height: 8, width: 9, channels: 1, order: "first", count: 1 }],
  [[3, 8, 9], { height: 8, width: 9, channels: 3, order: "first", count: 1 }],
  [[8, 9, 3], { height: 8, width: 9, channels: 3, order: "last", count: 1 }],
  [[5, 3, 8, 9], { height: 8, width: 9, channels: 3, order: "first", count: 5 }],
  [[5, 8, 9], { height: 8, width: 9, channels: 1, order: "first", count: 5 }],
  [[7], null],
  [[1, 7], null],
  [[2, 2, 4, 4], null],
  [[2, 2, 2, 4, 4], null],
])("the image in %j", (shape, layout) => {
  expect(imageLayout(shape)).toEqual(layout);
});

test("an image's bytes: colours first and last agree, and the range is said", () => {
  const first = tensor([3, 2, 2], (i) => i / 11);
  const last = {
    ...first,
    shape: [2, 2, 3],
    data: first.data.map((_, i) => first.data[(i % 3) * 4 + Math.floor(i / 3)] as number),
  };
  const bytes = (t: ShownTensor) => imageBytes(t, imageLayout(t.shape) as never, 0);
  expect(bytes(last)).toEqual(bytes(first));
  expect([...bytes(first).slice(0, 4)]).toEqual([0, 93, 185, 255]);
  expect(brightness(tensor([2, 2], (i) => i * 80))).toEqual([0, 255]);
  expect(brightness(tensor([2, 2], (i) => i - 2))).toEqual([-2, 1]);
});

test("planes, their places and what is printed of a long axis", () => {
  const t = tensor([2, 3, 2, 2], (i) => i);
  expect(planeValues(t, 4)).toEqual([16, 17, 18, 19]);
  expect(placeOfPlane(t.shape, 4)).toEqual([1, 1]);
  expect(printedIndices(3, 12)).toEqual([0, 1, 2]);
  expect(printedIndices(100, 7)).toEqual([0, 1, 2, 3, -1, 98, 99]);
});

test("numbers of a table are written alike", () => {
  const text = (values: number[]) => values.map(alike(values, "float32"));
  expect(text([1, -2])).toEqual(["1", "-2"]);
  expect(text([0.5, 10])).toEqual(["0.5000", "10.0000"]);
  expect(text([1e-7, 1])).toEqual(["1.00e-7", "1.00e+0"]);
  expect(text([0, Number.NaN, 0.5])).toEqual(["0.0000", "NaN", "0.5000"]);
});

test("a tensor that was sent cut shows values only", () => {
  expect(viewsOf({ ...tensor([4, 4], () => 1), shape: [400, 400] })).toEqual(["values"]);
  expect(viewsOf(tensor([4], () => 1))).toEqual(["values", "heat"]);
});

test("lines go together until one has a tensor, whose text gives way to its shape", () => {
  const value = { line: 2, name: "W", text: "tensor([1., 2.])", value: tensor([2], () => 1) };
  expect(piecesOf(["a", "b", "W tensor([1., 2.])", "c"], [value])).toEqual([
    { lines: ["a", "b"], values: [] },
    { lines: ["W [2]"], values: [value] },
    { lines: ["c"], values: [] },
  ]);
});

test("a line that was cut inside a tensor still gives way to its shape", () => {
  const value = { line: 0, name: "H", text: "9".repeat(500), value: tensor([2], () => 1) };
  const line = `H: ${"9".repeat(300)}… mean 9`;
  expect(piecesOf([line], [value])[0]?.lines).toEqual(["H: [2] mean 9"]);
});

test("a long curve is thinned, and keeps its first and last point", () => {
  const curve = new Curve();
  for (let step = 0; step < 50_001; step++) curve.add({ step, loss: 1 });
  expect(curve.points.length).toBeLessThan(8200);
  expect(curve.points[0]?.step).toBe(0);
  expect(curve.points.at(-1)?.step).toBe(50_000);
});
