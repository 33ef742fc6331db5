import { expect, test } from "vitest";
import { expectClose, MismatchError } from "./close.ts";

test("passes what is within the allowance", () => {
  expectClose([1, 2.00001], [1, 2], { rtol: 1e-5, atol: 0 });
  expectClose([], []);
});

test("names the index, both values and the allowance", () => {
  expect(() => expectClose([0, 0, 0, 0], [0, 0, 0, 0.5], { rtol: 1e-9, atol: 1e-11 })).toThrow(
    "at [3]: got 0, want 0.5, off by 0.5, allowed 5.1e-10",
  );
  expect(() => expectClose([[1], [2]], [[1], [3]], { what: "output" })).toThrow(
    "output: at [1, 0]: got 2",
  );
});

test("counts the other differences", () => {
  expect(() => expectClose([1, 2, 3], [0, 0, 0])).toThrow("(and 2 more)");
});

test("takes NaN for NaN and an infinity for itself only", () => {
  expectClose([Number.NaN, Infinity], [Number.NaN, Infinity]);
  expect(() => expectClose([Number.NaN], [1])).toThrow(MismatchError);
  expect(() => expectClose([1], [Number.NaN])).toThrow(MismatchError);
  expect(() => expectClose([1e38], [Infinity])).toThrow(MismatchError);
  expect(() => expectClose([-Infinity], [Infinity])).toThrow(MismatchError);
});

test("refuses another number of values", () => {
  expect(() => expectClose([1, 2], [1])).toThrow("got 2 values, want 1");
});
