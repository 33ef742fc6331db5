import { expect, test } from "vitest";
import { parameterNamesOf } from "./parameters.ts";

test.each([
  ["function f(x, y) {}", ["x", "y"]],
  ["({ w, b }, X, y) => {}", ["w, b", "X", "y"]],
  [
    "async function optimize(start, X, y, { iterations, learningRate }) {}",
    ["start", "X", "y", "iterations, learningRate"],
  ],
  ["x => x", ["x"]],
  ["async x => x", ["x"]],
  ["async (x) => x", ["x"]],
  ["function* f(a, ...rest) {}", ["a", "rest"]],
  ["f(a = (1, 2), b = [3, 4], { c, d = ',' } = {}) {}", ["a", "b", "c, d"]],
  ['["computed(name)"](a, b) {}', ["a", "b"]],
  ["async *[Symbol.iterator](a) {}", ["a"]],
  ["(a /* , not this */, // nor, this\n b) => a", ["a", "b"]],
  [
    "({ layers: [first, ...others], bias: { b } = {}, 'a-b': c }, [m, , n]) => 0",
    ["first, others, b, c", "m, n"],
  ],
  ["(f = (p, q) => p, g = { a: '}' }) => 0", ["f", "g"]],
  ["({}, z) => z", ["argument 1", "z"]],
  ["(ŷ, $x, _y) => 0", ["ŷ", "$x", "_y"]],
  ["(a = `x,$".concat("{[1, 2]}`, b,) => a"), ["a", "b"]],
  ["() => 1", []],
  ["class A {}", []],
])("%s has the parameters %j", (text, names) => {
  expect(parameterNamesOf(text)).toEqual(names);
});

test("functions of the language have their own texts", () => {
  const make = {
    async method({ w, b }: { w: number; b: number }, X: number): Promise<number> {
      return w + b + X;
    },
  };
  expect(parameterNamesOf(String(make.method))).toEqual(["w, b", "X"]);
  expect(parameterNamesOf(String(Math.max))).toEqual([]);
});
