import { expect, test } from "vitest";
import * as core from "./index.ts";
import { type Tensor, tensor } from "./index.ts";

/** The methods whose function does not take a tensor first; the compiler names one in the line below. */
type Stray = { [K in keyof Tensor]: [Tensor[K]] extends [never] ? K : never }[keyof Tensor];
const none: [Stray] extends [never] ? true : Stray = true;

test("every function behind a method takes a tensor first", () => {
  expect(none).toBe(true);
});

test("a function that takes a tensor first is a method of the same name and gives the same", async () => {
  const x = tensor([
    [0.5, -1],
    [2, 3],
  ]);
  const same = async (a: Tensor, b: Tensor) => expect(await a.toArray()).toEqual(await b.toArray());
  await same(x.exp(), core.exp(x));
  await same(x.sum(0, { keepdim: true }), core.sum(x, 0, { keepdim: true }));
  await same(x.trueDivide(2), core.trueDivide(x, 2));
  const index = tensor([[1], [0]], { dtype: "int32" });
  const most = core.scatterReduce(x, 1, index, x, "amax", { includeSelf: false });
  await same(x.scatterReduce(1, index, x, "amax", { includeSelf: false }), most);
});

test("functions of lists or of sizes are no methods", () => {
  for (const name of ["cat", "stack", "zeros", "conv2d", "slice", "oneHot", "variance"])
    expect([name, name in tensor([1])]).toEqual([name, false]);
});

test("sizes may be given as arguments or as a list", () => {
  const x = tensor([[1, 2, 3]]);
  expect(x.reshape(3, 1).shape).toEqual(x.reshape([3, 1]).shape);
  expect(x.permute(1, 0).shape).toEqual([3, 1]);
  expect(x.expand(2, -1).shape).toEqual([2, 3]);
  expect(x.repeat(2, 2).shape).toEqual([2, 6]);
  expect(x.view([-1]).shape).toEqual([3]);
});

test("a tensor is gone over by the slices of its first axis", async () => {
  const rows = [
    ...tensor([
      [1, 2],
      [3, 4],
    ]),
  ];
  expect(await Promise.all(rows.map((row) => row.toArray()))).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect([...tensor(1)]).toEqual([]);
});

test("JavaScript's operators refuse a tensor, text does not", () => {
  const x = tensor([1, 2]) as never as number;
  for (const run of [
    () => x * 2,
    () => x + 1,
    () => x - x,
    () => -x,
    () => +x,
    () => x < 1,
    () => x ** 2,
  ])
    expect(run).toThrow("tensors have no *");
  expect(`${x}`).toBe("tensor([1., 2.])");
  expect(String(x)).toBe("tensor([1., 2.])");
  expect([x].join()).toBe("tensor([1., 2.])");
});

test("data that is not numbers is refused with its place, tensors are taken over", async () => {
  for (const [data, message] of [
    [[1, undefined], "the value at [1] is undefined"],
    [[[1], [null]], "the value at [1][0] is null"],
    [["a"], 'the value at [0] is the text "a"'],
    [[() => 1], "the value at [0] is a function"],
    [[Promise.resolve(1)], "the value at [0] is an object (Promise)"],
    [undefined, "the data is undefined"],
    [{}, "the data is an object (Object)"],
    [[[1, 2], "x"], "the value at [1]"],
  ] as const)
    expect(() => tensor(data as never)).toThrow(message);
  const nested = tensor([tensor(1), tensor(2), 3]);
  expect(await nested.toArray()).toEqual([1, 2, 3]);
  const ints = tensor([tensor([1, 2], { dtype: "int32" }), tensor([3, 4], { dtype: "int32" })]);
  expect([ints.dtype, ints.shape]).toEqual(["int32", [2, 2]]);
  expect(await tensor(ints).toArray()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(() => core.full([2], undefined as never)).toThrow("the value must be a number");
  expect(() => core.linspace(tensor(0) as never, 3, 4)).toThrow("start must be a number");
  expect(() => core.arange(undefined as never)).toThrow("must be a number");
});

test("a method has its operator's name, and may be replaced for a while", () => {
  expect(tensor([1]).exp.name).toBe("exp");
  const before = core.Tensor.prototype.exp;
  core.Tensor.prototype.exp = function () {
    return this;
  };
  const x = tensor([1]);
  expect(x.exp()).toBe(x);
  core.Tensor.prototype.exp = before;
});

test("where and polygamma are methods too, the tensor in its own place", async () => {
  const { tensor } = await import("./index.ts");
  const x = tensor([1, 2]);
  expect(await x.where(tensor([true, false]), 9).toArray()).toEqual([1, 9]);
  expect(await x.polygamma(1).sum().item()).toBeCloseTo(Math.PI ** 2 / 3 - 1, 5);
});
