import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { assembleContent } from "./assemble.ts";
import { readContent } from "./node.ts";

const lesson = `---
id: one
title: One
summary: The first.
week: 1
minutes: 90
needs: []
teaches: [unit]
---
Text.
`;
const course = "---\nid: counting\ntitle: Counting\nsummary: To one.\n---\n";
const planned = `
      - id: adding
        title: Adding
        summary: One and one.
        needs: [counting]
        hours: 3
        after: [Add.]
        weeks: [{ title: Sums, lessons: [{ title: Two, holds: One and one. }] }]`;
const step = (courses: string): string =>
  `steps:\n  - id: first\n    title: First\n    lead: Few words\n    about: More words.\n    courses:${courses}\n`;
const built = "\n      - { id: counting, needs: [], after: [Count.] }";

const read = (path?: string) =>
  assembleContent(
    new Map([
      ["courses/01-counting/course.md", course],
      ["courses/01-counting/01-one/lesson.md", lesson],
      ...(path === undefined ? [] : ([["path.yaml", path]] as const)),
    ]),
  );

test("a course that is there speaks for itself, one that is not shows its plan", () => {
  const { content, problems } = read(step(built + planned));
  expect(problems).toEqual([]);
  const [first] = content.steps;
  expect(first?.courses).toMatchObject([
    { id: "counting", title: "Counting", hours: 2, built: true, after: ["Count."], weeks: [] },
    { id: "adding", title: "Adding", hours: 3, built: false, needs: ["counting"] },
  ]);
  expect(first?.courses[1]?.weeks[0]?.lessons[0]).toEqual({ title: "Two", holds: "One and one." });
});

test("of a course that has begun what is planned and not there yet is left", () => {
  const plan = `
      - id: counting
        needs: []
        hours: 5
        after: [Count.]
        weeks: [{ title: Numbers, lessons: [{ id: one, title: O, holds: O. }, { id: two, title: Two, holds: More. }] }]`;
  const { content } = read(step(plan));
  expect(content.steps[0]?.courses).toMatchObject([
    { built: true, hours: 5, weeks: [{ title: "Numbers", lessons: [{ id: "two" }] }] },
  ]);
});

test("a course without a lesson still shows its plan", () => {
  const { content, problems } = assembleContent(
    new Map([
      ["courses/01-counting/course.md", course],
      ["courses/01-counting/01-one/lesson.md", lesson],
      ["courses/02-adding/course.md", course.replace("counting", "adding")],
      ["path.yaml", step(built + planned)],
    ]),
  );
  expect(problems).toEqual([]);
  expect(content.steps[0]?.courses[1]).toMatchObject({ id: "adding", hours: 3, built: false });
});

test("without a path the courses make one step", () => {
  expect(read().content.steps).toMatchObject([{ courses: [{ id: "counting", built: true }] }]);
});

test.each([
  ["a course in no step", step(planned.replace("[counting]", "[]")), "counting is in none"],
  ["a need that comes later", step(planned + built), '"counting", which is no earlier course'],
  ["a course twice", step(built + built), "counting is in it twice"],
  [
    "a plan that says too little",
    step(`${built}\n      - { id: later, needs: [], after: [] }`),
    "later has no folder, and its plan says too little",
  ],
  ["a field nobody knows", step(built).replace("lead:", "led:"), "lead: it is missing"],
])("says what is wrong: %s", (_, path, message) => {
  const { content, problems } = read(path);
  expect(problems.map((p) => p.message).join("\n")).toContain(message);
  expect(content.steps.length).toBe(1);
});

test("the path of the real content has four steps, and everything on it is there or planned", async () => {
  const { content } = await readContent(
    fileURLToPath(new URL("../../../../content", import.meta.url)),
  );
  expect(content.steps.map((s) => s.id)).toEqual(["foundations", "practice", "paper", "adventure"]);
  const all = content.steps.flatMap((s) => s.courses);
  expect(all.filter((c) => !c.built && c.weeks.length === 0)).toEqual([]);
  expect(all.filter((c) => c.after.length === 0)).toEqual([]);
});
