import { expect, test } from "vitest";
import { giveBack, move, noneTaken, take } from "./lines.ts";

test("lines are taken to the end, moved, and put back where they were", () => {
  let lines = noneTaken(4);
  for (const line of [2, 0, 3]) lines = take(lines, line);
  expect(lines).toEqual({ taken: [2, 0, 3], left: [1] });
  expect(move(lines, 3, -1).taken).toEqual([2, 3, 0]);
  expect(move(lines, 2, 1).taken).toEqual([0, 2, 3]);
  expect(giveBack(lines, 0)).toEqual({ taken: [2, 3], left: [0, 1] });
});

test("what cannot be done changes nothing", () => {
  const lines = take(noneTaken(2), 1);
  expect(move(lines, 1, -1)).toEqual(lines);
  expect(move(lines, 1, 1)).toEqual(lines);
  expect(move(lines, 0, 1)).toEqual(lines);
  expect(take(lines, 1)).toEqual(lines);
  expect(giveBack(lines, 0)).toEqual(lines);
});
