import { expect, test } from "vitest";
import { byLine, shapeText, workText } from "./words.ts";

test("work has three digits at most", () => {
  expect([640, 1200, 999_600, 1_003_520, 5.4e9, 0].map(workText)).toEqual([
    "640 FLOP",
    "1.2 kFLOP",
    "1.0 MFLOP",
    "1.0 MFLOP",
    "5.4 GFLOP",
    "0 FLOP",
  ]);
});

test("shape and dtype are always said, work where there is any", () => {
  expect(shapeText({ shape: [64, 10], dtype: "float32", flops: 640 })).toBe(
    "[64, 10] float32 · 640 FLOP",
  );
  expect(shapeText({ shape: [], dtype: "int32", flops: 0 })).toBe("[] int32");
});

test("a line with several statements shows each under its name", () => {
  const one = { line: 3, dtype: "float32", flops: 0 };
  expect(
    byLine([
      { ...one, name: "X", shape: [4, 3] },
      { ...one, name: "Y", shape: [4] },
      { ...one, line: 5, shape: [] },
    ]),
  ).toEqual([
    { line: 3, text: "X: [4, 3] float32   Y: [4] float32" },
    { line: 5, text: "[] float32" },
  ]);
});
