import { expect, test } from "vitest";
import { expectationOf, expectationSaid, readNumber, soonMs, triesQuickly } from "./expectation.ts";
import type { Failure } from "./types.ts";

const failed = (more: Partial<Failure>): Failure => ({ message: "", ...more });
const differs = (path: (string | number)[], expected: number | string, got: number | string) =>
  failed({ difference: { path, expected, got, count: 1, of: 4 } });
const shapes = (left: number[], right: number[], axis: number, name = "yours") =>
  failed({
    picture: {
      kind: "shapes",
      left: { name, shape: left },
      right: { name: "expected", shape: right },
      axis,
    },
  });

test("the number that differs first is asked for", () => {
  expect(expectationOf(differs([], 4, 2))).toEqual({
    question: "Which number is the answer?",
    expected: 4,
    got: 2,
  });
  expect(expectationOf(differs(["dw", 0, 2], 0.5, "NaN"))).toEqual({
    question: "Which number is dw[0, 2]?",
    expected: 0.5,
  });
});

test("a place in a tensor is a place of the answer", () => {
  expect(expectationOf(differs([0, 2], 1, 2))?.question).toBe(
    "Which number is at [0, 2] of the answer?",
  );
});

test("where shapes differ a size is asked for, or how many there are", () => {
  expect(expectationOf(shapes([2, 3], [2, 1], -1))).toEqual({
    question: "How long is the answer in direction 1?",
    expected: 1,
    got: 3,
  });
  expect(expectationOf(shapes([2], [2, 1], -1))).toEqual({
    question: "How many directions does the shape of the answer have?",
    expected: 2,
    got: 1,
  });
});

test("what is no number of the case is not asked for", () => {
  expect(expectationOf(differs(["a"], "missing", 3))).toBeUndefined();
  expect(expectationOf(differs([], "NaN", 3))).toBeUndefined();
  // The two sides of a product are no answer.
  expect(expectationOf(shapes([2, 3], [2, 3], -1, "A"))).toBeUndefined();
  expect(expectationOf(failed({}))).toBeUndefined();
});

test("it is said whether the idea is right, the code's, or neither", () => {
  const one = { question: "", expected: 0.7311, got: 0.2689 };
  expect(expectationSaid(one, 0.73)).toMatch(/^You expect what is right, 0\.7311/);
  expect(expectationSaid(one, 0.27)).toMatch(/^You expect what your code gives, 0\.2689/);
  expect(expectationSaid(one, 4)).toBe(
    "You expect 4. The task asks for 0.7311, and your code gives 0.2689.",
  );
  // Between two that are close it is the nearer one.
  expect(expectationSaid({ question: "", expected: 100, got: 101 }, 101)).toContain("your code");
  expect(expectationSaid({ question: "", expected: 100, got: 101 }, 100)).toContain("is right");
  expect(expectationSaid({ question: "", expected: 2 }, 2)).toContain("no number");
});

test("numbers are read as people write them", () => {
  expect(["3", " -0.5 ", "0,25", ".5", "1e-3", "2."].map(readNumber)).toEqual([
    3, -0.5, 0.25, 0.5, 0.001, 2,
  ]);
  expect(["", "x", "1 2", "1e999", "NaN", "--1"].map(readNumber)).toEqual(Array(6).fill(undefined));
});

test("three failures soon after each other with small changes are a search by trying", () => {
  const code = (n: number) => `a\nb\nc\nd\ne\nreturn ${n};\n`;
  const tries = [1, 2, 3].map((n) => ({ at: n * 60_000, text: code(n) }));
  expect(triesQuickly(tries)).toBe(true);
  expect(triesQuickly(tries.slice(1))).toBe(false);
  expect(triesQuickly(tries.map((t, i) => ({ ...t, at: t.at + i * soonMs })))).toBe(false);
  expect(triesQuickly([...tries.slice(0, 2), { at: 180_000, text: code(2) }])).toBe(false);
  const anew = { at: 180_000, text: "one\ntwo\nthree\nfour\n" };
  expect(triesQuickly([...tries.slice(0, 2), anew])).toBe(false);
  expect(triesQuickly([anew, ...tries])).toBe(true);
});
