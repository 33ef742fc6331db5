/** Two courses whose lessons, exercises and helper files are called the same are two courses all the same. */
import { fileURLToPath } from "node:url";
import { gradeHere } from "@gradus/exercise";
import { expect, test } from "vitest";
import {
  assembleContent,
  gradeRequest,
  type LearningAct,
  progressOf,
  searchContent,
  toWorkspace,
} from "../index.ts";
import { readContent } from "./node.ts";

const { content, problems } = await readContent(
  fileURLToPath(new URL("../../fixtures/two-courses", import.meta.url)),
);
const list = content.exercises[1];

test("each exercise and lesson has the id of its course, and short ids mean the course's own", () => {
  expect(problems).toEqual([]);
  expect(content.lessons.map((l) => [l.id, l.name, l.exercises])).toEqual([
    ["numbers/doubling", "doubling", ["numbers/double"]],
    ["lists/doubling", "doubling", ["lists/double"]],
  ]);
  expect(content.exercises.map((e) => [e.id, e.lesson, e.uses])).toEqual([
    ["numbers/double", "numbers/doubling", []],
    ["lists/double", "lists/doubling", ["numbers/double"]],
  ]);
  expect(content.lessons[1]?.blocks).toContainEqual({ kind: "exercise", id: "lists/double" });
  expect(searchContent(content, "twice").map((h) => h.id)).toEqual([
    "lists/double",
    "numbers/double",
    "lists/doubling",
    "numbers/doubling",
  ]);
});

test("an import of the other course's exercise reads ../course/name.ts in the learner's folder", () => {
  expect(list && toWorkspace(list.files.starter, list, content)).toContain(
    'from "../numbers/double.ts"',
  );
});

test("both are graded with their own files, and build on each other", async () => {
  const graded = (id: string, learner: Record<string, string>) =>
    gradeHere(
      gradeRequest(id, content, (one) => learner[one]),
      { modules: {} },
    );
  const own = "export const double = (x) => 2 * x;";
  const all = `import { double as one } from "../numbers/double.ts";
export const double = (x) => x.map(one);`;
  expect(await graded("numbers/double", { "numbers/double": own })).toMatchObject({ passed: true });
  const both = { "numbers/double": own, "lists/double": all };
  expect(await graded("lists/double", both)).toMatchObject({ passed: true });
  const wrong = { ...both, "numbers/double": "export const double = (x) => x;" };
  expect(await graded("lists/double", wrong)).toMatchObject({ passed: false });
});

test("progress in one is no progress in the other", () => {
  const act: LearningAct = { kind: "attempt", exercise: "lists/double", passed: true };
  const progress = progressOf(content, [{ at: "2026-03-01T10:00:00Z", ...act }]);
  expect(progress.exercises).toEqual({ "lists/double": "passed" });
  expect(progress.concepts.map((c) => [c.id, c.level === "unseen"])).toEqual([
    ["double-number", true],
    ["double-list", false],
  ]);
});

test("a concept that two lessons say they teach is a problem, wherever they are", () => {
  const files = new Map<string, string>();
  for (const course of ["01-a", "02-b"]) {
    const id = course.slice(3);
    files.set(`courses/${course}/course.md`, `---\nid: ${id}\ntitle: T\nsummary: S\n---\n`);
    files.set(
      `courses/${course}/01-l/lesson.md`,
      "---\nid: l\ntitle: T\nsummary: S\nweek: 1\nminutes: 5\nteaches: [x]\n---\n",
    );
  }
  expect(assembleContent(files).problems.map((p) => p.message.split("\n")[0])).toEqual([
    'courses/02-b/01-l/lesson.md:7: teaches: "x" is taught by a/l already.',
  ]);
});

test("an id that is not its folder's name is a problem: addresses and files are made of ids", () => {
  const files = new Map([["courses/01-a/course.md", "---\nid: b\ntitle: T\nsummary: S\n---\n"]]);
  expect(assembleContent(files).problems[0]?.message).toContain(
    "the id is b, the folder is called a",
  );
});
