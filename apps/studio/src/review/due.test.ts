import { expect, test } from "vitest";
import { dueAt, ratingFor } from "./due.ts";

test("a review is due from its time on, in the order it came", () => {
  const review = (exercise: string, due: string) => ({ exercise, due, retrievability: 0.9 });
  const all = [review("a", "2026-01-01T00:00:00Z"), review("b", "2026-01-03T00:00:00Z")];
  expect(dueAt(all, new Date("2026-01-02T00:00:00Z")).map((r) => r.exercise)).toEqual(["a"]);
  expect(dueAt(all, new Date("2026-01-03T00:00:00Z"))).toHaveLength(2);
  expect(dueAt(all, new Date("2025-12-31T00:00:00Z"))).toEqual([]);
});

test("the checks propose a rating: failed is again, helped is hard, else good", () => {
  expect(ratingFor({ passed: false, failures: 1, hints: 0 })).toBe(1);
  expect(ratingFor({ passed: true, failures: 4, hints: 0 })).toBe(2);
  expect(ratingFor({ passed: true, failures: 0, hints: 1 })).toBe(2);
  expect(ratingFor({ passed: true, failures: 0, hints: 3 })).toBe(1);
  expect(ratingFor({ passed: true, failures: 1, hints: 0 })).toBe(3);
});
