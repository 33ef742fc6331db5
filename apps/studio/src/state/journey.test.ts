import type { Catalogue, PathCourse, Progress } from "@gradus/content";
import { expect, test } from "vitest";
import { courseShare, hereOf, shareOf, shareText } from "./journey.ts";

const lesson = (id: string, minutes: number, exercises: readonly string[]) => ({
  id,
  course: "one",
  minutes,
  exercises,
});
const course = (id: string, hours: number): PathCourse => ({
  id,
  title: id,
  summary: id,
  hours,
  needs: [],
  after: [],
  built: true,
  weeks: [],
});
const catalogue = {
  steps: [
    { id: "first", courses: [course("one", 3), course("two", 1)] },
    { id: "second", courses: [course("three", 4)] },
  ],
  lessons: [lesson("a", 30, ["x", "y"]), lesson("b", 10, []), lesson("c", 20, ["z"])],
} as unknown as Catalogue;
const at = (some: Partial<Progress>): Progress =>
  ({ exercises: {}, readLessons: [], known: [], next: null, ...some }) as Progress;

test("a course's share goes by minutes, and what was known before counts as done", () => {
  const one = course("one", 3);
  expect(courseShare(one, catalogue, at({}))).toBe(0);
  expect(courseShare(one, catalogue, at({ exercises: { x: "passed", y: "tried" } }))).toBe(0.25);
  expect(courseShare(one, catalogue, at({ readLessons: ["b"], known: ["c"] }))).toBe(0.5);
  expect(courseShare(course("three", 4), catalogue, at({}))).toBe(0);
});

test("the whole goes by hours, planned courses included", () => {
  const p = at({ exercises: { x: "passed", y: "passed", z: "passed" }, readLessons: ["b"] });
  const all = catalogue.steps.flatMap((s) => s.courses);
  expect(shareOf(all, catalogue, p)).toBe(3 / 8);
});

test("one stands in the lesson that is next", () => {
  const next = {
    kind: "new",
    lesson: "b",
    exercise: null,
    block: null,
    why: "",
    fastLane: null,
  } as const;
  expect(hereOf(catalogue, at({ next }))).toMatchObject({
    step: { id: "first" },
    course: { id: "one" },
    lesson: "b",
  });
  expect(hereOf(catalogue, at({}))).toBeNull();
});

test("what was begun is not 0 %, what is not done is not 100 %", () => {
  expect([0, 0.001, 0.5, 0.999, 1].map(shareText)).toEqual(["0 %", "1 %", "50 %", "99 %", "100 %"]);
});
