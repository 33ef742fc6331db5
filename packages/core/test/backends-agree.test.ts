/** The wasm backend, compiled, in both layouts, against the reference: views, masks, reductions, fusion, dtypes. */
import { beforeEach, describe, expect, test } from "vitest";
import { wrap } from "../src/autograd/tape.ts";
import * as graph from "../src/graph/node.ts";
import * as g from "../src/index.ts";
import {
  catAxis,
  expandTo,
  flipAxes,
  padZeros,
  permuteTo,
  reshapeTo,
  shrinkTo,
} from "../src/ops/movement.ts";

type T = g.Tensor;

const filled = (shape: number[], seed = 1): T => {
  const n = shape.reduce((p, v) => p * v, 1);
  const data = Float32Array.from({ length: n }, (_, i) => Math.sin(i * 1.7 + seed) * 2.5);
  return g.tensor(data, { shape });
};

async function both(make: () => T): Promise<[ArrayLike<number>, ArrayLike<number>]> {
  g.setDefaultBackend("reference");
  g.setEngineOptions({ fuse: false });
  const want = await make().data();
  g.setDefaultBackend("wasm");
  g.setEngineOptions({ tier: "compile", fuse: true, wide: "always" });
  const wide = await make().data();
  g.setEngineOptions({ wide: "never" });
  const narrow = await make().data();
  g.setEngineOptions({ wide: "auto" });
  expect(wide).toEqual(narrow);
  return [narrow, want];
}

function close(got: ArrayLike<number>, want: ArrayLike<number>, rtol = 2e-5): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < got.length; i++) {
    const [a, b] = [got[i] as number, want[i] as number];
    if (Object.is(a, b) || a === b) continue;
    if (!(Math.abs(a - b) <= 2e-6 + rtol * Math.abs(b)))
      expect.fail(`at [${i}]: got ${a}, want ${b}`);
  }
}

const shapes = [[1], [3], [4], [7, 5], [16, 33], [2, 3, 4, 5], [64, 10], [3, 1, 130]];

const unary: Record<string, (x: T) => T> = {
  relu: (x) => x.relu(),
  exp: (x) => x.exp(),
  sigmoid: (x) => x.sigmoid(),
  tanh: (x) => x.tanh(),
  gelu: (x) => x.gelu(),
  "log of square": (x) => x.square().add(0.1).log(),
  sin: (x) => x.sin(),
  "compare and choose": (x) => g.where(x.gt(0.3), x, x.mul(-2)),
  "to int and back": (x) => x.mul(10).int().remainder(3).float(),
  "to bool": (x) => x.gt(0).logicalAnd(x.lt(1)).float(),
  sum: (x) => x.sum(),
  "sum of axis 0": (x) => x.sum(0),
  "sum of the last axis": (x) => x.sum(-1, { keepdim: true }),
  "max of axis 0": (x) => x.amax(0),
  "argmax of the last axis": (x) => x.argmax(-1),
  "argmax of axis 0": (x) => x.argmax(0),
  "argmin of all": (x) => x.argmin(),
  "prod of the last axis": (x) => x.prod(-1),
  softmax: (x) => x.softmax(-1),
  "softmax of axis 0": (x) => x.softmax(0),
  logSoftmax: (x) => x.logSoftmax(-1),
  var: (x) => x.var(-1, { correction: 0 }),
  "normalised over the last axis": (x) =>
    x
      .sub(x.mean(-1, { keepdim: true }))
      .mul(x.var(-1, { correction: 0, keepdim: true }).add(1e-5).rsqrt()),
  "normalised over axis 0": (x) =>
    x
      .sub(x.mean(0, { keepdim: true }))
      .mul(x.var(0, { correction: 0, keepdim: true }).add(1e-5).rsqrt()),
  transposed: (x) =>
    permuteTo(
      x,
      x.shape.map((_, i) => x.ndim - 1 - i),
    ).mul(1.5),
  flipped: (x) =>
    flipAxes(
      x,
      x.shape.map((_, i) => i),
    ).add(1),
  padded: (x) =>
    padZeros(
      x,
      x.shape.flatMap(() => [2, 1]),
    ).add(1),
  "padded before a function": (x) =>
    padZeros(
      x.add(3),
      x.shape.flatMap(() => [1, 2]),
    ).mul(2),
  "padded then summed": (x) =>
    padZeros(
      x,
      x.shape.flatMap(() => [3, 5]),
    ).sum(-1),
  shrunk: (x) =>
    shrinkTo(
      x,
      x.shape.flatMap((n) => [n > 2 ? 1 : 0, n]),
    ).exp(),
  "joined with itself": (x) => catAxis([x.add(1), x.mul(2), x], x.ndim - 1).sub(0.5),
  "joined along axis 0": (x) => catAxis([x.add(1), x], 0),
  "reshaped across a transpose": (x) =>
    reshapeTo(
      permuteTo(
        x,
        x.shape.map((_, i) => x.ndim - 1 - i),
      ),
      [x.numel()],
    ).add(1),
  "broadcast against its row sums": (x) => x.sub(expandTo(x.sum(0, { keepdim: true }), x.shape)),
  "every third": (x) => wrap(graph.windows(reshapeTo(x, [x.numel()]).node, [1], [3], [1])).mul(2),
  cumsum: (x) => x.cumsum(-1),
};

describe("wasm agrees with the reference", () => {
  beforeEach(() => {
    g.setEngineOptions({ tier: "auto", fuse: true });
  });

  for (const [name, fn] of Object.entries(unary))
    test(`${name}`, async () => {
      for (const shape of shapes) {
        const [got, want] = await both(() => fn(filled(shape)));
        close(got, want, name === "prod of the last axis" ? 1e-4 : 2e-5);
      }
    });

  test("large reductions are cut in pieces and still agree", async () => {
    for (const fn of [
      (x: T) => x.sum(),
      (x: T) => x.amax(),
      (x: T) => x.sum(0),
      (x: T) => x.mean(),
    ]) {
      const [got, want] = await both(() => fn(filled([700, 301])));
      close(got, want, 1e-4);
    }
  });

  test("NaN goes through max and comparisons", async () => {
    const x = () => g.tensor([1, Number.NaN, 3, -2, 5, 0.5, Number.NaN, 7]);
    for (const fn of [
      (v: T) => v.amax(),
      (v: T) => v.argmax(),
      (v: T) => v.maximum(2),
      (v: T) => v.eq(v),
      (v: T) => v.relu(),
    ]) {
      const [got, want] = await both(() => fn(x()));
      expect([...(got as Float32Array)]).toEqual([...(want as Float32Array)]);
    }
  });

  test("the same seed gives the same random numbers on both", async () => {
    for (const draw of [() => g.rand([5, 7]), () => g.randint(0, 50, [33]), () => g.randperm(20)]) {
      const [got, want] = await both(() => {
        g.manualSeed(7);
        return draw();
      });
      expect([...(got as Float32Array)]).toEqual([...(want as Float32Array)]);
    }
    const [got, want] = await both(() => {
      g.manualSeed(7);
      return g.randn([101]);
    });
    close(got, want, 1e-4);
  });
});
