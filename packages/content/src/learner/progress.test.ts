import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  type Content,
  eventLine,
  type LearningAct,
  type LearningEvent,
  type Progress,
  parseAct,
  parseEvents,
  progressOf,
  readinessFor,
} from "../index.ts";
import { readContent } from "../read/node.ts";

const { content }: { content: Content } = await readContent(
  fileURLToPath(new URL("../../fixtures/small", import.meta.url)),
);

const start = Date.parse("2026-03-01T10:00:00Z");
const day = 24 * 3600_000;

/** Events a minute apart, unless told on which day. */
const events = (...acts: readonly (LearningAct & { day?: number })[]): LearningEvent[] =>
  acts.map(({ day: on = 0, ...act }, i) => ({
    at: new Date(start + on * day + i * 60_000).toISOString(),
    ...(act as LearningAct),
  }));

const after = (days: number, list: readonly LearningEvent[]): Progress =>
  progressOf(content, list, new Date(start + days * day + 3600_000));

const pass = (exercise: string) => ({ kind: "attempt", exercise, passed: true }) as const;
const fail = (exercise: string, check = "c") =>
  ({ kind: "attempt", exercise, passed: false, check }) as const;
const readAll = { kind: "read", lesson: "doubling" } as const;
const part = (n: number) => ({ ...readAll, part: n });
const levelOf = (p: Progress, id: string) => p.concepts.find((c) => c.id === id)?.level;
const scoreOf = (p: Progress, id: string) =>
  p.concepts.find((c) => c.id === id)?.score ?? Number.NaN;

test("a learner's function stands in the library's place once it has passed, until it is put back", () => {
  const swap = (on: boolean) => ({ kind: "swap", exercise: "double", on }) as const;
  expect(after(0, events(swap(true))).swapped).toEqual([]);
  expect(after(0, events(pass("double"), swap(true))).swapped).toEqual(["double"]);
  expect(after(0, events(pass("double"), swap(true), swap(false))).swapped).toEqual([]);
  // Putting it in is no attempt.
  expect(after(0, events(swap(true))).exercises).toEqual({});
});

test("nothing done: everything is unseen and the first lesson is next", () => {
  const p = after(0, []);
  expect(p.concepts.map((c) => c.level)).toEqual(["unseen", "unseen"]);
  expect(p.next).toMatchObject({ kind: "start", lesson: "doubling", exercise: null });
});

test("a clean pass makes a concept solid, and forgetting makes it shaky", () => {
  const list = events(pass("double"));
  expect(scoreOf(after(0, list), "double")).toBeCloseTo(1, 2);
  expect(levelOf(after(0, list), "double")).toBe("solid");
  expect(levelOf(after(3000, list), "double")).toBe("shaky");
  expect(levelOf(after(0, list), "quadruple")).toBe("unseen");
});

test("hints and failures lower the score, a failed try alone is shaky", () => {
  const hint = (level: number) => ({ kind: "hint", exercise: "double", level }) as const;
  expect(scoreOf(after(0, events(hint(1), hint(3), pass("double"))), "double")).toBeCloseTo(
    0.55,
    2,
  );
  const fails = [fail("double"), fail("double"), fail("double"), fail("double")];
  expect(scoreOf(after(0, events(...fails, pass("double"))), "double")).toBeCloseTo(0.9, 2);
  expect(levelOf(after(0, events(fail("double"))), "double")).toBe("shaky");
});

test("the latest answer to a quiz question counts, with half an exercise's weight", () => {
  const quiz = (correct: boolean) =>
    ({ kind: "quiz", lesson: "doubling", question: 0, correct }) as const;
  expect(scoreOf(after(0, events(pass("double"), quiz(false))), "double")).toBeCloseTo(1 / 1.5, 2);
  expect(scoreOf(after(0, events(pass("double"), quiz(false), quiz(true))), "double")).toBeCloseTo(
    1,
    2,
  );
});

test("a pass schedules a review; passing again after a reset is one and pushes the date out", () => {
  const [first] = after(0, events(pass("double"))).reviews;
  expect(first?.exercise).toBe("double");
  const again = events(
    pass("double"),
    { kind: "reset", exercise: "double", day: 3 },
    { ...pass("double"), day: 3 },
  );
  const [second] = after(3, again).reviews;
  expect(Date.parse(second?.due ?? "")).toBeGreaterThan(Date.parse(first?.due ?? ""));
  const told = events(
    pass("double"),
    { kind: "reset", exercise: "double", day: 3 },
    { kind: "hint", exercise: "double", level: 3, day: 3 },
    { ...pass("double"), day: 3 },
  );
  expect(Date.parse(after(3, told).reviews[0]?.due ?? "")).toBeLessThan(
    Date.parse(second?.due ?? ""),
  );
  expect(scoreOf(after(3, told), "double")).toBeLessThan(scoreOf(after(3, again), "double"));
});

test("next goes on with what was begun, names its open check, and says what a lesson builds on", () => {
  expect(after(0, events(fail("double", "is 4 for 2"))).next).toMatchObject({
    kind: "continue",
    exercise: "double",
    why: 'You began it; the check "is 4 for 2" is still open.',
  });
  expect(after(0, events({ kind: "read", lesson: "doubling" })).next).toMatchObject({
    exercise: "double",
  });
  expect(after(0, events(pass("double"), readAll)).next).toMatchObject({
    kind: "new",
    lesson: "twice-more",
    why: "It builds on double, which you know well.",
  });
  expect(after(0, events(readAll, pass("double"), pass("quadruple"))).next?.kind).toBe("done");
});

test("next goes on in the lesson one is in: its text after the exercise, its questions, then the next lesson", () => {
  const restAt = (block: number) => ({ lesson: "doubling", exercise: null, block });
  // Blocks 0 and 1 are text and a figure, 2 is the exercise, 3 a comparison, 4 a question.
  expect(after(0, events(part(0))).next).toMatchObject({ exercise: "double", block: null });
  expect(after(0, events(pass("double"))).next).toMatchObject(restAt(3));
  const answer = { kind: "quiz", lesson: "doubling", question: 0, correct: false } as const;
  expect(after(0, events(pass("double"), answer)).next?.lesson).toBe("twice-more");
  expect(after(0, events(pass("double"), part(1))).next?.lesson).toBe("twice-more");
  // Somebody who left the rest of the first lesson is not sent back to it from the second.
  const ahead = events(pass("double"), fail("quadruple"));
  expect(after(0, ahead).next).toMatchObject({ exercise: "quadruple", kind: "continue" });
  expect(after(0, events(pass("quadruple"))).next).toMatchObject({ lesson: "doubling" });
});

test("part of a lesson read is not the lesson read", () => {
  const p = after(0, events(part(1), part(0)));
  expect(p.readLessons).toEqual([]);
  expect(p.readParts).toEqual({ doubling: [0, 1] });
  expect(after(0, events(part(0), readAll)).readParts).toEqual({});
});

test("what is due and needed comes before the new lesson", () => {
  expect(after(400, events(readAll, pass("double"))).next).toMatchObject({
    kind: "review",
    exercise: "double",
    why: "It is due for a review, and Twice more builds on double.",
  });
});

test("readiness names what is solid, shaky and unseen below a need", () => {
  const p = after(0, events(pass("double")));
  expect(readinessFor(["quadruple"], content, p.concepts)).toEqual({
    ready: false,
    solid: ["double"],
    shaky: [],
    unseen: ["quadruple"],
  });
});

test("a concept says why it stands where it does", () => {
  const why = (day: number, ...of: (LearningAct & { day?: number })[]) =>
    after(day, events(...of)).concepts.find((c) => c.id === "double");
  expect(why(0)).toMatchObject({
    level: "unseen",
    name: "Double",
    lesson: "doubling",
    why: "Taught in Doubling, which is still ahead.",
  });
  expect(why(0, fail("double"))?.why).toBe("Twice a number was tried and has not passed.");
  const hint = { kind: "hint", exercise: "double", level: 2 } as const;
  expect(why(9, hint, pass("double"))?.why).toBe(
    "Twice a number passed with 2 hints 9 days ago, review due.",
  );
  expect(why(0, pass("double"))?.why).toMatch(
    /^Twice a number passed without a hint today, next review in/,
  );
  const forgot = { kind: "review", exercise: "double", rating: 1, day: 9 } as const;
  expect(why(9, hint, pass("double"), forgot)?.why).toContain("not remembered at its last review");
});

test("events survive a line cut short, unknown kinds and exercises that are gone", () => {
  const [first, second] = events(pass("double"), pass("gone")).map(eventLine);
  const torn = `${first}\n{"at":"2026-01-01T00:00:00Z","kind":"dance"}\n${second}\n{"at":"2026-`;
  const { events: read, skipped } = parseEvents(torn);
  expect(read).toHaveLength(2);
  expect(skipped).toBe(2);
  expect(after(0, read).exercises).toEqual({ double: "passed" });
});

test("an act with a wrong field is refused, and fields nobody knows are dropped", () => {
  expect(() => parseAct({ kind: "attempt", exercise: "../x", passed: true })).toThrow(
    "content/event",
  );
  expect(() => parseAct({ kind: "hint", exercise: "double", level: 4 })).toThrow("level is 4");
  expect(() => parseAct(null)).toThrow("content/event");
  expect(parseAct({ kind: "read", lesson: "doubling", at: "x", more: 1 })).toEqual({
    kind: "read",
    lesson: "doubling",
  });
});

test("what a placement check found counts as known until the lessons say more, and its lessons are passed over", () => {
  const placed = (known: boolean) => ({ kind: "placement", concepts: ["double"], known }) as const;
  const known = after(0, events(placed(true)));
  expect(known.concepts[0]).toMatchObject({
    id: "double",
    level: "solid",
    why: "Known in the placement check today.",
  });
  expect(known.known).toEqual(["doubling"]);
  expect(known.next).toMatchObject({ kind: "start", lesson: "twice-more" });
  // Tried and not passed says more than a question that was answered right.
  const tried = after(0, events(placed(true), fail("double")));
  expect(levelOf(tried, "double")).toBe("shaky");
  expect(tried.known).toEqual([]);
  const unknown = after(0, events(placed(false)));
  expect(levelOf(unknown, "double")).toBe("unseen");
  expect(unknown.next).toMatchObject({ kind: "start", lesson: "doubling" });
});

test("a placement event needs concepts, and lasts through the file", () => {
  const act = { kind: "placement", concepts: ["double"], known: true } as const;
  expect(parseAct({ ...act, more: 1 })).toEqual(act);
  expect(() => parseAct({ ...act, concepts: [] })).toThrow("concepts is []");
  const [event] = events(act);
  if (event) expect(parseEvents(`${eventLine(event)}\n`).events).toEqual([event]);
});
