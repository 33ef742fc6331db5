import { manualSeed, noGrad, type Tensor, zeros } from "@gradus/core";
import { beforeEach, expect, test } from "vitest";
import * as init from "./init.ts";
import { LSTM } from "./layers/recurrent.ts";

beforeEach(() => manualSeed(7));

const spread = async (x: Tensor): Promise<{ mean: number; std: number; most: number }> => {
  const data = Array.from(await x.data());
  const mean = data.reduce((s, v) => s + v, 0) / data.length;
  const std = Math.sqrt(data.reduce((s, v) => s + (v - mean) ** 2, 0) / data.length);
  return { mean, std, most: Math.max(...data.map(Math.abs)) };
};

test.each([
  ["xavierUniform_", init.xavierUniform_, Math.sqrt(2 / 500)],
  ["xavierNormal_", init.xavierNormal_, Math.sqrt(2 / 500)],
  ["kaimingUniform_", (x: Tensor) => init.kaimingUniform_(x), Math.sqrt(2 / 200)],
  ["kaimingNormal_", (x: Tensor) => init.kaimingNormal_(x), Math.sqrt(2 / 200)],
  ["normal_", (x: Tensor) => init.normal_(x, 0, 0.3), 0.3],
  ["uniform_", (x: Tensor) => init.uniform_(x, -1, 1), Math.sqrt(1 / 3)],
] as const)("%s has mean 0 and its standard deviation", async (_name, fill, std) => {
  const got = await spread(fill(zeros([300, 200])));
  expect(Math.abs(got.mean)).toBeLessThan(std * 0.02);
  expect(got.std / std).toBeGreaterThan(0.98);
  expect(got.std / std).toBeLessThan(1.02);
});

test("a truncated normal stays within its limits and is one inside of them", async () => {
  const got = await spread(init.truncNormal_(zeros([200, 200]), 0, 1, -1.5, 1.5));
  expect(got.most).toBeLessThanOrEqual(1.5);
  // The standard deviation of a normal cut at ±1.5.
  expect(got.std).toBeGreaterThan(0.73);
  expect(got.std).toBeLessThan(0.755);
});

test.each([
  [5, 3],
  [3, 5],
  [4, 4],
])("orthogonal_ of [%i, %i] has orthonormal rows or columns", async (rows, columns) => {
  const q = init.orthogonal_(zeros([rows, columns]), 2);
  const gram = rows < columns ? q.matmul(q.t()) : q.t().matmul(q);
  const n = Math.min(rows, columns);
  const data = await gram.data();
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) expect(data[i * n + j]).toBeCloseTo(i === j ? 4 : 0, 4);
});

test("sparse_ zeroes the same number in every column", async () => {
  const data = await init.sparse_(zeros([10, 6]), 0.35).data();
  for (let c = 0; c < 6; c++) {
    const column = Array.from({ length: 10 }, (_, r) => data[r * 6 + c]);
    expect(column.filter((v) => v === 0)).toHaveLength(4);
  }
});

test("eye_ and dirac_ pass an input through", async () => {
  expect(await init.eye_(zeros([2, 3])).toArray()).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  const weight = init.dirac_(zeros([2, 2, 3]));
  expect(await weight.toArray()).toEqual([
    [
      [0, 1, 0],
      [0, 0, 0],
    ],
    [
      [0, 0, 0],
      [0, 1, 0],
    ],
  ]);
});

test("a truncated normal does not run off to the farther limit where its share is rounded to 1", async () => {
  // Nearly all of a normal beyond 10 lies just above 10.
  const got = await spread(init.truncNormal_(zeros([100]), 0, 1, 10, 20));
  expect(got.most).toBeLessThan(11);
});

test("double precision is filled with double precision", async () => {
  const [constant] = await init.constant_(zeros([1], { dtype: "float64" }), 0.1).data();
  expect(constant).toBe(0.1);
  const x = init.normal_(zeros([20, 20], { dtype: "float64" }));
  expect(x.dtype).toBe("float64");
  const q = init.orthogonal_(zeros([6, 6], { dtype: "float64" }));
  const gram = await q.matmul(q.t()).data();
  gram.forEach((v, i) => {
    expect(v).toBeCloseTo(i % 7 === 0 ? 1 : 0, 12);
  });
});

test("the gains are PyTorch's, and a nonlinearity there is not is refused", () => {
  const names = ["linear", "conv2d", "sigmoid", "tanh", "relu", "selu"] as const;
  const want = [1, 1, 1, 5 / 3, Math.SQRT2, 0.75];
  expect(names.map((name) => init.calculateGain(name))).toEqual(want);
  expect(init.calculateGain("leakyRelu", 0.2)).toBeCloseTo(1.3867504905630728, 12);
  expect(() => init.calculateGain("foo" as never)).toThrow("nonlinearity is foo");
});

test("groups of a dirac kernel each pass their own input through", async () => {
  const data = await init.dirac_(zeros([4, 2, 3]), 2).data();
  const ones = Array.from(data, (v, i) => (v === 1 ? i : -1)).filter((i) => i >= 0);
  // Output o of each group takes input o mod 2, at the kernel's middle.
  expect(ones).toEqual([1, 10, 13, 22]);
  expect(() => init.dirac_(zeros([4, 2, 3]), 3)).toThrow("groups is 3");
});

test.each([
  ["uniform_ with limits the wrong way round", () => init.uniform_(zeros([2]), 2, 1), "b is 1"],
  ["normal_ with a negative spread", () => init.normal_(zeros([2]), 0, -1), "std is -1"],
  [
    "kaimingNormal_ with a mode there is not",
    () => init.kaimingNormal_(zeros([3, 3]), { mode: "fan" as never }),
    "mode is fan",
  ],
] as const)("%s is refused", (_name, run, message) => {
  expect(run).toThrow(message);
});

test("a tensor without fans is refused by name", () => {
  expect(() => init.xavierUniform_(zeros([3]))).toThrow("the tensor's axes is 1");
  expect(() => init.dirac_(zeros([3, 3]))).toThrow("dirac_: the tensor's axes is 2");
});

test("part of a parameter is set through a view of it: the forget gate's bias", async () => {
  const lstm = new LSTM(2, 3);
  const [input, hidden] = [Reflect.get(lstm, "bias_ih_l0"), Reflect.get(lstm, "bias_hh_l0")] as [
    Tensor,
    Tensor,
  ];
  const before = await input.toArray();
  noGrad(() => input.narrow(0, 3, 3).fill_(1));
  init.constant_(hidden.narrow(0, 3, 3), 0);
  const after = (await input.toArray()) as number[];
  expect(after.slice(3, 6)).toEqual([1, 1, 1]);
  expect([...after.slice(0, 3), ...after.slice(6)]).toEqual([
    ...(before as number[]).slice(0, 3),
    ...(before as number[]).slice(6),
  ]);
  expect(((await hidden.toArray()) as number[]).slice(3, 6)).toEqual([0, 0, 0]);
  expect(hidden.isLeaf && hidden.requiresGrad).toBe(true);
});
