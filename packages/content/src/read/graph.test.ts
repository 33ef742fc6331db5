import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { assembleContent, type Content, conceptsOf, foundationsOf, looseEnds } from "../index.ts";
import { readContent } from "./node.ts";

/** One course; for each lesson its front matter's further fields and its exercises' ones. */
function assembled(
  lessons: Readonly<Record<string, { front?: string; exercises?: Record<string, string> }>>,
) {
  const files = new Map([["courses/01-c/course.md", "---\nid: c\ntitle: C\nsummary: S\n---\n"]]);
  Object.entries(lessons).forEach(([id, { front = "", exercises = {} }], i) => {
    const base = `courses/01-c/0${i + 1}-${id}`;
    const shown = Object.keys(exercises).map((e) => `::exercise{id="${e}"}`);
    files.set(
      `${base}/lesson.md`,
      `---\nid: ${id}\ntitle: T\nsummary: S\nweek: 1\nminutes: 5\n${front}\n---\n${shown.join("\n")}`,
    );
    Object.entries(exercises).forEach(([e, more], n) => {
      files.set(
        `${base}/0${n + 1}-${e}/exercise.md`,
        `---\nid: ${e}\ntitle: E\nminutes: 5\nscaffold: guided\nhints: [a, b, c]\n${more}\n---\nTask.`,
      );
      for (const file of ["solution", "grade"]) files.set(`${base}/0${n + 1}-${e}/${file}.ts`, "");
    });
  });
  return assembleContent(files);
}

const needsOf = (content: Content, id: string) =>
  conceptsOf(content).find((c) => c.id === id)?.needs;

test("a concept needs what its exercises need, and its lesson's needs where they say nothing", () => {
  const { content, problems } = assembled({
    one: { front: "teaches: [a]", exercises: { e: "teaches: [a, b]" } },
    two: {
      front: "needs: [a, b]\nteaches: [x, y]",
      exercises: {
        f: "needs: [a]\nteaches: [x]",
        g: "needs: [x, b]\nteaches: [x]",
        h: "teaches: [y]",
      },
    },
  });
  expect(problems).toEqual([]);
  expect(needsOf(content, "x")).toEqual(["a", "b"]);
  expect(needsOf(content, "y")).toEqual(["a", "b"]);
  expect(needsOf(content, "b")).toEqual([]);
});

test("a concept that a lesson's exercises do not practise is a problem, until a later one does", () => {
  const lesson = { front: "teaches: [a, b]", exercises: { e: "teaches: [a]" } };
  const [problem] = assembled({ one: lesson }).problems;
  expect(problem).toMatchObject({ code: "content/practice", line: 7 });
  expect(problem?.message).toContain('"b" is practised by no exercise');
  const later = { exercises: { f: "needs: [a]\nteaches: [b]" } };
  expect(assembled({ one: lesson, two: later }).problems).toEqual([]);
});

test("an exercise that uses another one's function has to need what that one is about", () => {
  const one = {
    front: "teaches: [a, b]",
    exercises: { e: "teaches: [a]", f: "needs: [a]\nteaches: [b]" },
  };
  const uses = (front: string) =>
    assembled({
      one,
      two: { front: "needs: [b]\nteaches: [x]", exercises: { g: `${front}\nteaches: [x]` } },
    }).problems.map((p) => p.message.split("\n")[0]);
  expect(uses("needs: []\nuses: [e]")).toEqual([
    'courses/01-c/02-two/01-g/exercise.md:7: uses: it uses e, which is about "a", but does not need that.',
  ]);
  // b stands on a.
  expect(uses("needs: [b]\nuses: [e, f]")).toEqual([]);
});

test("a lesson has one fast lane at most, and it has something to stand for", () => {
  const codes = (exercises: Record<string, string>) =>
    assembled({ one: { exercises } }).problems.map((p) => p.code);
  expect(codes({ e: "", f: "fastLane: true" })).toEqual([]);
  expect(codes({ e: "fastLane: true", f: "fastLane: true" })).toEqual(["content/lane"]);
  expect(codes({ e: "fastLane: true" })).toEqual(["content/lane"]);
});

test("foundations end in a ring too", () => {
  const ring = [
    { id: "a", needs: ["b"] },
    { id: "b", needs: ["c"] },
    { id: "c", needs: ["b"] },
  ].map((c) => ({ ...c, lesson: "l", exercises: [], explains: [] }));
  expect(foundationsOf("a", ring)).toEqual(["c", "b"]);
});

test("a concept that nothing needs is loose unless its lesson says that it is an end", () => {
  const loose = (ends: string) =>
    looseEnds(
      assembled({
        one: { front: `teaches: [a, b]\n${ends}`, exercises: { e: "teaches: [a, b]" } },
        two: { front: "needs: [a]" },
      }).content,
    ).map((p) => p.message.split("\n")[0]);
  expect(loose("")).toEqual(['courses/01-c/01-one/lesson.md:1: ends: "b" is needed by nothing.']);
  expect(loose("ends: [b]")).toEqual([]);
  expect(loose("ends: [b, z]")[0]).toContain('"z" is not taught here');
});

const { content } = await readContent(
  fileURLToPath(new URL("../../../../content", import.meta.url)),
);

/** Courses of which nothing is only planned: what one under way lacks may be in the lessons that are still to come. */
const complete = content.steps
  .flatMap((step) => step.courses)
  .filter((c) => c.built && c.weeks.length === 0)
  .map((c) => c.id);
const lessons = content.lessons.filter((l) => complete.includes(l.course));
const inComplete = (e: { readonly lesson: string }) => lessons.some((l) => l.id === e.lesson);

test("the first course is complete", () => {
  expect(complete).toContain("neural-networks");
});

test("a complete course's concepts all lead somewhere, or are called ends", () => {
  const loose = looseEnds(content).filter((p) =>
    lessons.some((l) => p.file.startsWith(`${l.folder}/`)),
  );
  expect(loose.map((p) => p.message)).toEqual([]);
});

test("every exercise of a complete course says how hard and how important it is", () => {
  const silent = [...content.exercises, ...content.explains].filter(
    (e) => inComplete(e) && (e.difficulty === undefined || e.importance === undefined),
  );
  expect(silent.map((e) => e.id)).toEqual([]);
});

test("every lesson of a complete course with more than one exercise has a fast lane", () => {
  const without = lessons.filter(
    (l) =>
      l.exercises.length > 1 && !content.exercises.some((e) => e.lesson === l.id && e.fastLane),
  );
  expect(without.map((l) => l.id)).toEqual([]);
});

test("every week of a complete course has a question to answer in words", () => {
  const weekOf = (id: string) => {
    const lesson = lessons.find((l) => l.id === id);
    return `${lesson?.course} ${lesson?.week}`;
  };
  const asked = new Set(content.explains.filter(inComplete).map((e) => weekOf(e.lesson)));
  expect(lessons.filter((l) => !asked.has(weekOf(l.id))).map((l) => l.id)).toEqual([]);
});

test("every other answer to an exercise of a complete course says in a sentence what differs", () => {
  const silent = content.exercises
    .filter(inComplete)
    .flatMap((e) => e.files.alternatives.filter((a) => !a.why).map((a) => `${e.id}: ${a.name}`));
  expect(silent).toEqual([]);
});
