import { describe, expect, test } from "vitest";
import * as ops from "../index.ts";
import { tensor } from "../index.ts";

/** Calls as code without types can make them. */
const untyped = ops as unknown as Record<string, (...args: unknown[]) => unknown>;
const call = (name: string, ...args: unknown[]): unknown =>
  (untyped[name] as (...args: unknown[]) => unknown)(...args);

const pair = (): unknown => tensor([1, 2]);

const withoutTensor: [string, unknown[]][] = [
  ..."sum mean any all prod amax amin argmax argmin max min std norm countNonzero"
    .split(" ")
    .map((name): [string, unknown[]] => [name, [undefined]]),
  ..."cumsum cumprod logsumexp softmax logSoftmax bitwiseNot bernoulli randLike randnLike"
    .split(" ")
    .map((name): [string, unknown[]] => [name, [undefined, 0]]),
  ..."reshape permute expand flip repeat tile pad"
    .split(" ")
    .map((name): [string, unknown[]] => [name, [undefined, [1, 1]]]),
  ..."transpose movedim squeeze unsqueeze narrow select split chunk unbind roll flatten t"
    .split(" ")
    .map((name): [string, unknown[]] => [name, [undefined, 0, 0, 1]]),
  ["cat", [[undefined]]],
  ["stack", [[undefined]]],
  ["multinomial", [undefined, 1]],
  ["maskedFill", [pair(), undefined, 0]],
  ["where", [undefined, 1, 2]],
  ["where", [true, undefined, pair()]],
  ["where", [true, pair(), undefined]],
  ["hypot", [pair(), undefined]],
  ["logaddexp", [pair(), undefined]],
  ["xlogy", [undefined, pair()]],
  ["copysign", [pair(), "1"]],
  ["clamp", [pair(), "1"]],
];

test.each(withoutTensor)("%s says that its operand is no tensor", (name, args) => {
  expect(() => call(name, ...args)).toThrow(
    expect.objectContaining({ code: "usage/not-a-tensor" }) as Error,
  );
});

const refused: [string, string, unknown[]][] = [
  ["rand: a negative size", "rand", [[-1]]],
  ["randn: a size with a fraction", "randn", [[1.5]]],
  ["randint: a negative size", "randint", [0, 5, [-2]]],
  ["randperm: a negative count", "randperm", [-1]],
  ["multinomial: no samples", "multinomial", [pair(), 0]],
  ["narrow: a start with a fraction", "narrow", [pair(), 0, 0.5, 1]],
  ["pad: an amount with a fraction", "pad", [pair(), [0.5, 0]]],
  ["pad: cutting more than there is", "pad", [pair(), [-2, -2]]],
  ["pad: cutting on one side what the other adds", "pad", [pair(), [-3, 4]]],
  ["split: a negative size", "split", [pair(), [3, -1]]],
  ["split: a size with a fraction", "split", [pair(), 0.5]],
  ["chunk: no chunks", "chunk", [pair(), 0]],
  ["movedim: an axis twice", "movedim", [tensor([[1]]), [0, 0], [0, 1]]],
  ["roll: a shift with a fraction", "roll", [pair(), 1.5]],
  ["roll: several shifts without dims", "roll", [pair(), [1, 2]]],
];

test.each(refused)("%s is refused", (_what, name, args) => {
  expect(() => call(name, ...args)).toThrow(
    expect.objectContaining({ code: "usage/option" }) as Error,
  );
});

test("expand refuses a size below -1", () => {
  expect(() => ops.expand(tensor([1]), [-2])).toThrow(
    expect.objectContaining({ code: "shape/expand" }) as Error,
  );
});

describe("a dtype that is not one of ours is refused by", () => {
  const options = { dtype: "float16" };
  test.each<[string, unknown[]]>([
    ["tensor", [[1], options]],
    ["zeros", [[1], options]],
    ["ones", [[1], options]],
    ["full", [[1], 2, options]],
    ["fullLike", [pair(), 2, options]],
    ["arange", [3, options]],
    ["linspace", [0, 1, 3, options]],
    ["eye", [2, options]],
    ["rand", [[1], options]],
    ["sum", [pair(), 0, options]],
    ["mean", [pair(), 0, options]],
    ["prod", [pair(), 0, options]],
  ])("%s", (name, args) => {
    expect(() => call(name, ...args)).toThrow('dtype is "float16"');
  });
});
