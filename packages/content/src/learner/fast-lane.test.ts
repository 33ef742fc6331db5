import { expect, test } from "vitest";
import { assembleContent, type LearningAct, leftOut, progressOf, starterFor } from "../index.ts";
import { historyOf } from "./history.ts";

/** Two lessons; the first has three exercises, of which the last stands for the others, and a question in words. */
const files = new Map([["courses/01-c/course.md", "---\nid: c\ntitle: C\nsummary: S\n---\n"]]);
const add = (lesson: string, front: string, exercises: readonly (readonly [string, string])[]) => {
  const base = `courses/01-c/${lesson}`;
  const shown = exercises.map(([id, front]) =>
    front.includes("kind: explain") ? `::explain{id="${id}"}` : `::exercise{id="${id}"}`,
  );
  files.set(
    `${base}/lesson.md`,
    `---\nid: ${lesson.slice(3)}\ntitle: ${lesson.slice(3)}\nsummary: S\nweek: 1\nminutes: 5\n${front}\n---\nText.\n\n${shown.join("\n")}`,
  );
  exercises.forEach(([id, more], i) => {
    const folder = `${base}/0${i + 1}-${id}`;
    const words = more.includes("kind: explain");
    files.set(
      `${folder}/exercise.md`,
      `---\nid: ${id}\ntitle: ${id}\nminutes: 5\n${words ? "" : "scaffold: guided\nhints: [a, b, c]\n"}${more}\n---\nTask.\n${words ? "::answer\nBecause." : ""}`,
    );
    if (words) return;
    files.set(`${folder}/solution.ts`, `export function f() {\n  //# 1. Do it.\n  return 0;\n}\n`);
    files.set(`${folder}/grade.ts`, "export default defineExercise({ checks: [] });");
  });
};
add("01-one", "teaches: [a, b, w]", [
  ["first", "teaches: [a]"],
  ["second", "needs: [a]\nteaches: [a]"],
  ["third", "needs: [a]\nteaches: [b]\nfastLane: true"],
  ["why", "teaches: [w]\nkind: explain\npoints: [It adds., It bends., It squashes.]"],
]);
add("02-two", "needs: [b]\nteaches: [x]", [
  ["fourth", "needs: [a, b]\nteaches: [x]"],
  ["fifth", "needs: [x]\nteaches: [x]\nfastLane: true"],
]);
const { content, problems } = assembleContent(files);

const start = Date.parse("2026-03-01T10:00:00Z");
const day = 86_400_000;
const events = (...acts: readonly (LearningAct & { day?: number })[]) =>
  acts.map(({ day: on = 0, ...act }, i) => ({
    at: new Date(start + on * day + i * 60_000).toISOString(),
    ...(act as LearningAct),
  }));
const after = (days: number, ...acts: (LearningAct & { day?: number })[]) =>
  progressOf(content, events(...acts), new Date(start + days * day + 3_600_000));
const pass = (exercise: string, day = 0) =>
  ({ kind: "attempt", exercise, passed: true, day }) as const;
const lane = (on: boolean, lesson = "c/one") => ({ kind: "lane", lesson, on }) as const;

test("both kinds of exercise are read, each where it belongs", () => {
  expect(problems).toEqual([]);
  expect(content.lessons[0]).toMatchObject({
    exercises: ["c/first", "c/second", "c/third"],
    explains: ["c/why"],
  });
  expect(content.explains[0]).toMatchObject({ task: "Task.", answer: "Because." });
});

test("the exercise of the fast lane stands for the others once it passes, and only where it was chosen", () => {
  const whole = after(0, pass("c/third"));
  expect(whole.exercises).toEqual({ "c/third": "passed" });
  expect(after(0, lane(true)).exercises).toEqual({});
  const short = after(0, lane(true), pass("c/third"));
  expect(short.exercises).toEqual({ "c/first": "lane", "c/second": "lane", "c/third": "passed" });
  expect(short.next).toMatchObject({ kind: "new", lesson: "c/two" });
  // Who writes one of them after all has passed it.
  expect(after(0, lane(true), pass("c/third"), pass("c/first")).exercises["c/first"]).toBe(
    "passed",
  );
  expect(after(0, lane(true), pass("c/third"), lane(false)).exercises).toEqual({
    "c/third": "passed",
  });
});

test("what only the fast lane stands for has a level of its own, and is solid once it is used on another day", () => {
  const of = (p: ReturnType<typeof after>, id: string) => p.concepts.find((c) => c.id === id);
  const short = after(0, lane(true), pass("c/third"));
  expect(of(short, "a")?.level).toBe("lane");
  expect(of(short, "a")?.score).toBeCloseTo(0.8, 2);
  expect(of(short, "a")?.why).toContain("Its own exercises were left out; third stands for them");
  expect(of(short, "b")?.level).toBe("fresh");
  expect(of(after(1, lane(true), pass("c/third"), pass("c/fourth", 1)), "a")?.level).toBe("solid");
});

test("next leads straight to the exercise of a fast lane that was chosen", () => {
  expect(after(0, lane(true)).next).toMatchObject({
    exercise: "c/third",
    why: "You chose the short way: it stands for the 2 other exercises of one.",
  });
  expect(after(0, lane(true), lane(false)).next?.exercise).not.toBe("c/third");
});

test("a fast lane is there for every lesson not begun, and next offers it to those with whom it goes well", () => {
  const none = after(0);
  expect(none.lanes["c/one"]).toEqual({
    exercise: "c/third",
    standsFor: ["c/first", "c/second"],
    chosen: false,
  });
  expect(none.next?.fastLane).toBeNull();
  const read = { kind: "read", lesson: "c/one" } as const;
  const explained = { kind: "explain", explain: "c/why", points: [true, true, true] } as const;
  const well = [read, pass("c/first"), pass("c/second"), pass("c/third"), explained];
  expect(after(0, ...well).lanes).toEqual({
    "c/two": { exercise: "c/fifth", standsFor: ["c/fourth"], chosen: false },
  });
  expect(after(0, ...well).next).toMatchObject({
    lesson: "c/two",
    fastLane: { exercise: "c/fifth" },
  });
  const hint = { kind: "hint", exercise: "c/third", level: 1 } as const;
  const badly = [read, pass("c/first"), pass("c/second"), hint, pass("c/third"), explained];
  expect(after(0, ...badly).next).toMatchObject({ lesson: "c/two", fastLane: null });
});

test("the exercise of a chosen lane comes without its steps, and what it leaves out is left to the solutions", () => {
  const [first, , third] = content.exercises;
  const chosen = historyOf(events(lane(true)));
  if (!first || !third) throw new Error("the content has changed");
  expect(starterFor(third, chosen)).not.toContain("1. Do it.");
  expect(starterFor(third, historyOf([]))).toContain("1. Do it.");
  expect(starterFor(first, chosen)).toContain("1. Do it.");
  expect([...leftOut(content, chosen)]).toEqual(["c/first", "c/second"]);
  expect([...leftOut(content, historyOf(events(lane(true), pass("c/first"))))]).toEqual([
    "c/second",
  ]);
});

test("a question answered in words counts by the points ticked, and next comes back to it", () => {
  const read = { kind: "read", lesson: "c/one" } as const;
  const all = [read, pass("c/first"), pass("c/second"), pass("c/third")];
  const asked = after(0, ...all).next;
  expect(asked).toMatchObject({
    lesson: "c/one",
    exercise: null,
    why: "A question to answer in words: why.",
  });
  expect(content.lessons[0]?.blocks[asked?.block ?? -1]).toEqual({ kind: "explain", id: "c/why" });
  const told = (...points: boolean[]) =>
    after(0, ...all, { kind: "explain", explain: "c/why", points, text: "It adds." });
  expect(told(true, true, true).next?.lesson).toBe("c/two");
  expect(told(true, true, false).explained).toEqual({ "c/why": 2 / 3 });
  const w = (p: ReturnType<typeof after>) => p.concepts.find((c) => c.id === "w");
  expect(w(told(true, true, true))).toMatchObject({ level: "fresh", score: 1 });
  expect(w(told(true, false, false))?.level).toBe("shaky");
  expect(w(told(true, false, false))?.why).toContain("with 33 % of the points by your own count");
});
