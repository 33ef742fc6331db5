import type { LessonSummary, Standing } from "@gradus/content";
import { expect, test } from "vitest";
import { conceptsByWeek, countOf } from "./by-week.ts";

const standing = (id: string, lesson: string): Standing => ({
  id,
  lesson,
  name: id,
  why: "",
  level: "unseen",
  score: 0,
  due: false,
});
const lesson = (id: string, week: number) => ({ id, course: "one", week }) as LessonSummary;

test("concepts stand under the week of the lesson that teaches them", () => {
  const all = [standing("a", "x"), standing("b", "x"), standing("c", "y"), standing("d", "gone")];
  const weeks = conceptsByWeek(all, [lesson("x", 1), lesson("y", 2)]);
  expect(weeks.map((w) => [w.week, w.concepts.map((c) => c.standing.id)])).toEqual([
    [1, ["a", "b"]],
    [2, ["c"]],
  ]);
  expect(countOf(all, "unseen")).toBe(4);
});
