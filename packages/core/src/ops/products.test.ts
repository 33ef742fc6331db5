import { describe, expect, test } from "vitest";
import * as g from "../index.ts";

type T = g.Tensor;

const leaf = (shape: number[], seed = 1): T => {
  const n = shape.reduce((p, v) => p * v, 1);
  const data = Float64Array.from({ length: n }, (_, i) => Math.sin(i * 1.3 + seed * 2.1));
  return g.tensor(data, { shape, requiresGrad: true });
};

const cases: [string, (...xs: T[]) => T, number[][]][] = [
  [
    "matmul of matrices",
    g.matmul,
    [
      [2, 3],
      [3, 4],
    ],
  ],
  ["matmul of a vector and a matrix", g.matmul, [[3], [3, 4]]],
  ["matmul of a matrix and a vector", g.matmul, [[2, 3], [3]]],
  [
    "matmul of broadcast batches",
    g.matmul,
    [
      [2, 1, 2, 3],
      [3, 3, 2],
    ],
  ],
  ["conv2d", (x, w, b) => g.conv2d(x, w, b), [[2, 2, 4, 5], [3, 2, 2, 3], [3]]],
  [
    "conv2d with padding, stride and dilation",
    (x, w) => g.conv2d(x, w, null, { padding: [2, 1], stride: [2, 3], dilation: [1, 2] }),
    [
      [1, 2, 6, 7],
      [2, 2, 3, 2],
    ],
  ],
  [
    "conv2d in groups",
    (x, w) => g.conv2d(x, w, null, { groups: 2, padding: "same" }),
    [
      [1, 4, 3, 4],
      [2, 2, 2, 3],
    ],
  ],
  [
    "conv1d",
    (x, w) => g.conv1d(x, w, null, { stride: 2 }),
    [
      [1, 2, 8],
      [2, 2, 3],
    ],
  ],
  [
    "conv3d",
    (x, w) => g.conv3d(x, w),
    [
      [1, 1, 3, 3, 3],
      [2, 1, 2, 2, 2],
    ],
  ],
  [
    "convTranspose2d",
    (x, w) => g.convTranspose2d(x, w, null, { stride: 2, padding: 1, outputPadding: 1 }),
    [
      [1, 2, 3, 2],
      [2, 2, 3, 3],
    ],
  ],
  ["maxPool2d", (x) => g.maxPool2d(x, 2, { stride: 1, padding: 1 }), [[1, 2, 4, 3]]],
  ["avgPool2d", (x) => g.avgPool2d(x, 3, { stride: 2, padding: 1 }), [[1, 2, 5, 4]]],
  [
    "avgPool2d over the border",
    (x) => g.avgPool2d(x, 2, { ceilMode: true, countIncludePad: false }),
    [[1, 1, 5, 3]],
  ],
  ["adaptiveAvgPool2d", (x) => g.adaptiveAvgPool2d(x, [3, 2]), [[1, 2, 5, 4]]],
  [
    "cat and split",
    (x, y) => g.cat(g.split(g.cat([x, y], 1), [1, 3], 1).reverse(), 1),
    [
      [2, 3],
      [2, 1],
    ],
  ],
  ["pad reflect", (x) => g.pad(x, [2, 1, 1, 2], { mode: "reflect" }), [[3, 4]]],
  ["pad circular", (x) => g.pad(x, [2, 1], { mode: "circular" }), [[3, 4]]],
  ["pad replicate", (x) => g.pad(x, [2, 1], { mode: "replicate" }), [[3, 4]]],
  ["pad with a value", (x) => g.pad(x, [2, -1], { value: 3 }), [[3, 4]]],
  ["roll", (x) => g.roll(x, [1, 2], [0, 1]), [[3, 4]]],
  ["repeat", (x) => g.repeat(x, [2, 1, 3]), [[3, 2]]],
  [
    "gather",
    (x) =>
      g.gather(
        x,
        1,
        g.tensor(
          [
            [1, 0],
            [2, 2],
          ],
          { dtype: "int32" },
        ),
      ),
    [[2, 3]],
  ],
  [
    "embedding",
    (w) =>
      g.embeddingLookup(
        w,
        g.tensor(
          [
            [1, 0],
            [2, 1],
          ],
          { dtype: "int32" },
        ),
      ),
    [[3, 2]],
  ],
  ["tril", (x) => g.tril(x, 1), [[3, 4]]],
];

describe.each(g.availableBackends())("products and shapes on %s", (backend) => {
  test.each(cases)("%s agrees with finite differences", async (_name, fn, shapes) => {
    g.setDefaultBackend(backend);
    expect(
      await g.gradcheck(
        fn,
        shapes.map((s, i) => leaf(s, i)),
      ),
    ).toBe(true);
  });

  test.each(cases.slice(0, 12))("%s agrees in second order", async (_name, fn, shapes) => {
    g.setDefaultBackend(backend);
    const squared = (...xs: T[]) => fn(...xs).square();
    expect(
      await g.gradgradcheck(
        squared,
        shapes.map((s, i) => leaf(s, i)),
      ),
    ).toBe(true);
  });
});

test("compiled convolutions agree with the reference in float32", async () => {
  const make = (backend: g.BackendName): Promise<ArrayLike<number>[]> => {
    g.setDefaultBackend(backend);
    g.setEngineOptions({ tier: "compile" });
    const x = leaf([4, 3, 12, 12]).float().detach().requiresGrad_();
    const w = leaf([8, 3, 5, 5], 2).float().detach().requiresGrad_();
    const y = g.maxPool2d(g.conv2d(x, w, null, { padding: 2 }).relu(), 2);
    y.square().sum().backward();
    return Promise.all([y.data(), (x.grad as T).data(), (w.grad as T).data()]);
  };
  const [got, want] = [await make("wasm"), await make("reference")];
  g.setEngineOptions({ tier: "auto" });
  got.forEach((list, k) => {
    const reference = want[k] as ArrayLike<number>;
    for (let i = 0; i < list.length; i++) expect(list[i]).toBeCloseTo(reference[i] as number, 2);
  });
});
