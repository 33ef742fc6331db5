import { expect, test } from "vitest";
import { shapeWords } from "./shape-words.ts";

test.each([
  ["x: [...] -> [...]", "Takes x of any shape, and gives the same shape back."],
  ["x: [...] -> [...] without `dim`", "Takes x of any shape, and gives it without the axis `dim`."],
  [
    "a, b: broadcastable -> broadcast shape",
    "Takes a and b, whose shapes fit by broadcasting. Gives the shape that they broadcast to.",
  ],
  ["input, target: one shape -> []", "Takes input and target of one shape. Gives a single number."],
  [
    "x: [N, C, L], w: [O, C/g, K] -> [N, O, out]",
    "Takes x of shape [N, C, L], and w of shape [O, C/g, K]. Gives [N, O, out].",
  ],
  ["x: [N, C, ...] -> the same", "Takes x of shape [N, C, ...]. Gives the same shape as x."],
  ["x: [m, n] -> []", "Takes x of shape [m, n]. Gives a single number."],
  ["x: [N, C] or [N, C, L]", "Takes x of shape [N, C] or [N, C, L]."],
])("says %s in words", (text, words) => {
  expect(shapeWords(text)).toBe(words);
});
