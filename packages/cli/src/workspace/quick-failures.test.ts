import type { LearningAct, LearningEvent } from "@gradus/content";
import { expect, test } from "vitest";
import { failsQuickly } from "./quick-failures.ts";

const failed = (minute: number, check = "is right", exercise = "a/b"): LearningEvent => ({
  at: new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString(),
  kind: "attempt",
  exercise,
  passed: false,
  check,
});
const at = (minute: number, act: LearningAct): LearningEvent => ({
  ...act,
  at: failed(minute).at,
});

test("every third failure at one check within minutes counts, and no other", () => {
  const row = [0, 1, 2, 3, 4, 5].map((minute) => failed(minute));
  const asks = row.map((_, i) => failsQuickly("a/b", row.slice(0, i + 1)));
  expect(asks).toEqual([false, false, true, false, false, true]);
});

test("another check, a pause, a pass or a reset begins a row anew; hints and other exercises do not", () => {
  const three = (last: LearningEvent) => failsQuickly("a/b", [failed(0), failed(1), last]);
  expect(three(failed(2, "holds"))).toBe(false);
  expect(three(failed(10))).toBe(false);
  const between = (...acts: LearningEvent[]) =>
    failsQuickly("a/b", [failed(0), failed(1), ...acts, failed(2)]);
  expect(between(at(1, { kind: "attempt", exercise: "a/b", passed: true }))).toBe(false);
  expect(between(at(1, { kind: "reset", exercise: "a/b" }))).toBe(false);
  expect(between(at(1, { kind: "hint", exercise: "a/b", level: 1 }))).toBe(true);
  expect(between(failed(1, "is right", "a/c"))).toBe(true);
  expect(failsQuickly("a/b", [])).toBe(false);
});
