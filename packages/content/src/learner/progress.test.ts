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
  scheduleReview,
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
const readAll = { kind: "read", lesson: "numbers/doubling" } as const;
const part = (n: number) => ({ ...readAll, part: n });
const levelOf = (p: Progress, id: string) => p.concepts.find((c) => c.id === id)?.level;
const scoreOf = (p: Progress, id: string) =>
  p.concepts.find((c) => c.id === id)?.score ?? Number.NaN;

test("a learner's function stands in the library's place once it has passed, until it is put back", () => {
  const swap = (on: boolean) => ({ kind: "swap", exercise: "numbers/double", on }) as const;
  expect(after(0, events(swap(true))).swapped).toEqual([]);
  expect(after(0, events(pass("numbers/double"), swap(true))).swapped).toEqual(["numbers/double"]);
  expect(after(0, events(pass("numbers/double"), swap(true), swap(false))).swapped).toEqual([]);
  // Putting it in is no attempt.
  expect(after(0, events(swap(true))).exercises).toEqual({});
});

test("arranging an answer's lines is worth less than the second hint and more than the third", () => {
  const hint = (level: number) => ({ kind: "hint", exercise: "numbers/double", level }) as const;
  const arrange = { kind: "arrange", exercise: "numbers/double" } as const;
  const score = (...help: LearningAct[]) =>
    scoreOf(after(0, events(...help, pass("numbers/double"))), "double");
  expect(score(hint(2))).toBeGreaterThan(score(hint(2), arrange));
  expect(score(hint(2), arrange)).toBeGreaterThan(score(hint(3)));
  expect(score(hint(2), arrange, hint(3))).toBe(score(hint(3)));
  // What was arranged after the pass is no help in it.
  expect(scoreOf(after(0, events(pass("numbers/double"), arrange)), "double")).toBe(score());
  expect(parseAct({ ...arrange, more: 1 })).toEqual(arrange);
  const p = after(0, events(hint(2), arrange, pass("numbers/double")));
  expect(p.hints).toEqual({ "numbers/double": 2 });
});

test("nothing done: everything is unseen and the first lesson is next", () => {
  const p = after(0, []);
  expect(p.concepts.map((c) => c.level)).toEqual(["unseen", "unseen"]);
  expect(p.next).toMatchObject({ kind: "start", lesson: "numbers/doubling", exercise: null });
});

test("a clean pass makes a concept fresh, and forgetting makes it shaky", () => {
  const list = events(pass("numbers/double"));
  expect(scoreOf(after(0, list), "double")).toBeCloseTo(1, 2);
  expect(levelOf(after(0, list), "double")).toBe("fresh");
  expect(levelOf(after(3000, list), "double")).toBe("shaky");
  expect(levelOf(after(0, list), "quadruple")).toBe("unseen");
});

test("hints and failures lower the score, a failed try alone is shaky", () => {
  const hint = (level: number) => ({ kind: "hint", exercise: "numbers/double", level }) as const;
  expect(scoreOf(after(0, events(hint(1), hint(3), pass("numbers/double"))), "double")).toBeCloseTo(
    0.55,
    2,
  );
  const fails = [
    fail("numbers/double"),
    fail("numbers/double"),
    fail("numbers/double"),
    fail("numbers/double"),
  ];
  expect(scoreOf(after(0, events(...fails, pass("numbers/double"))), "double")).toBeCloseTo(0.9, 2);
  expect(levelOf(after(0, events(fail("numbers/double"))), "double")).toBe("shaky");
});

test("a concept is solid once it was shown on two days: by a review, an answer, or an exercise that needs it", () => {
  const first = pass("numbers/double");
  const rated = (rating: number, day: number) =>
    ({ kind: "review", exercise: "numbers/double", rating, day }) as const;
  const answer = { kind: "quiz", lesson: "numbers/doubling", question: 0, correct: true } as const;
  const level = (...list: (LearningAct & { day?: number })[]) =>
    levelOf(after(4, events(...list)), "double");
  // However much is done in one sitting, it is one sitting.
  expect(level(first, answer, pass("numbers/quadruple"), answer)).toBe("fresh");
  expect(level(first, rated(3, 3))).toBe("solid");
  expect(level(first, { ...answer, day: 1 })).toBe("solid");
  expect(level(first, { ...pass("numbers/quadruple"), day: 1 })).toBe("solid");
  // What was forgotten on the other day shows nothing, and neither does a wrong answer.
  expect(level(first, rated(1, 3))).not.toBe("solid");
  expect(level(first, first, { ...answer, correct: false, day: 1 })).not.toBe("solid");
});

test("the first answer to a quiz question counts, with half an exercise's weight", () => {
  const quiz = (correct: boolean) =>
    ({ kind: "quiz", lesson: "numbers/doubling", question: 0, correct }) as const;
  expect(scoreOf(after(0, events(pass("numbers/double"), quiz(false))), "double")).toBeCloseTo(
    1 / 1.5,
    2,
  );
  // By now the reasons have been read: what follows is practice.
  expect(
    scoreOf(after(0, events(pass("numbers/double"), quiz(false), quiz(true))), "double"),
  ).toBeCloseTo(1 / 1.5, 2);
  expect(after(0, events(quiz(false), quiz(true))).quizzes).toEqual({ "numbers/doubling": [] });
  expect(after(0, events(quiz(true), quiz(false))).quizzes).toEqual({ "numbers/doubling": [0] });
});

test("a pass schedules a review; passing again after a reset is one and pushes the date out", () => {
  const [first] = after(0, events(pass("numbers/double"))).reviews;
  expect(first?.exercise).toBe("numbers/double");
  const again = events(
    pass("numbers/double"),
    { kind: "reset", exercise: "numbers/double", day: 3 },
    { ...pass("numbers/double"), day: 3 },
  );
  const [second] = after(3, again).reviews;
  expect(Date.parse(second?.due ?? "")).toBeGreaterThan(Date.parse(first?.due ?? ""));
  const told = events(
    pass("numbers/double"),
    { kind: "reset", exercise: "numbers/double", day: 3 },
    { kind: "hint", exercise: "numbers/double", level: 3, day: 3 },
    { ...pass("numbers/double"), day: 3 },
  );
  expect(Date.parse(after(3, told).reviews[0]?.due ?? "")).toBeLessThan(
    Date.parse(second?.due ?? ""),
  );
  expect(scoreOf(after(3, told), "double")).toBeLessThan(scoreOf(after(3, again), "double"));
});

test("next goes on with what was begun, names its open check, and says what a lesson builds on", () => {
  expect(after(0, events(fail("numbers/double", "is 4 for 2"))).next).toMatchObject({
    kind: "continue",
    exercise: "numbers/double",
    why: 'You began it; the check "is 4 for 2" is still open.',
  });
  expect(after(0, events({ kind: "read", lesson: "numbers/doubling" })).next).toMatchObject({
    exercise: "numbers/double",
  });
  expect(after(0, events(pass("numbers/double"), readAll)).next).toMatchObject({
    kind: "new",
    lesson: "numbers/twice-more",
    why: "Double is still fresh; it will use it again.",
  });
  const known = events(
    pass("numbers/double"),
    readAll,
    { ...pass("numbers/double"), day: 0 },
    readAll,
    {
      kind: "review",
      exercise: "numbers/double",
      rating: 3,
      day: 3,
    },
  );
  expect(after(3, known).next).toMatchObject({
    kind: "new",
    why: "It builds on double, which you know well.",
  });
  expect(
    after(0, events(readAll, pass("numbers/double"), pass("numbers/quadruple"))).next?.kind,
  ).toBe("done");
});

test("next goes on in the lesson one is in: its text after the exercise, its questions, then the next lesson", () => {
  const restAt = (block: number) => ({ lesson: "numbers/doubling", exercise: null, block });
  // Blocks 0 and 1 are text and a figure, 2 is the exercise, 3 a comparison, 4 a question.
  expect(after(0, events(part(0))).next).toMatchObject({ exercise: "numbers/double", block: null });
  expect(after(0, events(pass("numbers/double"))).next).toMatchObject(restAt(3));
  const answer = { kind: "quiz", lesson: "numbers/doubling", question: 0, correct: false } as const;
  expect(after(0, events(pass("numbers/double"), answer)).next?.lesson).toBe("numbers/twice-more");
  expect(after(0, events(pass("numbers/double"), part(1))).next?.lesson).toBe("numbers/twice-more");
  // Somebody who left the rest of the first lesson is not sent back to it from the second.
  const ahead = events(pass("numbers/double"), fail("numbers/quadruple"));
  expect(after(0, ahead).next).toMatchObject({ exercise: "numbers/quadruple", kind: "continue" });
  expect(after(0, events(pass("numbers/quadruple"))).next).toMatchObject({
    lesson: "numbers/doubling",
  });
});

test("a lesson that was on the screen for a moment, or not to its end, is not read", () => {
  const read = (seconds: number, scrolled: number) =>
    after(0, events({ kind: "read", lesson: "numbers/doubling", seconds, scrolled })).readLessons;
  expect(read(1, 1)).toEqual([]);
  expect(read(300, 0.2)).toEqual([]);
  expect(read(300, 1)).toEqual(["numbers/doubling"]);
});

test("part of a lesson read is not the lesson read", () => {
  const p = after(0, events(part(1), part(0)));
  expect(p.readLessons).toEqual([]);
  expect(p.readParts).toEqual({ "numbers/doubling": [0, 1] });
  expect(after(0, events(part(0), readAll)).readParts).toEqual({});
});

test("one review a day comes before something new, and none inside a lesson that is begun", () => {
  const done = events(readAll, pass("numbers/double"));
  expect(after(400, done).next).toMatchObject({ kind: "review", exercise: "numbers/double" });
  expect(after(400, done).next?.why).toMatch(/^One review is due, this one for 39\d days/);
  // Forgotten, it is due again the next day, but the day has had its review.
  const again = events(readAll, pass("numbers/double"), {
    kind: "review",
    exercise: "numbers/double",
    rating: 1,
    day: 400,
  });
  expect(after(400, again).next).toMatchObject({ kind: "new", lesson: "numbers/twice-more" });
  expect(after(402, again).next?.kind).toBe("review");
  const begun = events(readAll, pass("numbers/double"), {
    kind: "read",
    lesson: "numbers/twice-more",
    day: 399,
  });
  expect(after(400, begun).next).toMatchObject({ kind: "continue", exercise: "numbers/quadruple" });
  expect(after(400, begun).due).toBe(1);
});

test("exercises that passed on one day come back on different days, and always on the same ones", () => {
  const at = "2026-03-01T10:00:00.000Z";
  const dueDay = (id: string, ratings: readonly (2 | 3)[]) => {
    const recalls = ratings.map((rating, i) => ({
      at: new Date(start + [0, 3, 15][i] * day).toISOString(),
      rating,
    }));
    return Math.round(
      (Date.parse(scheduleReview(id, recalls, new Date(at)).due) - Date.parse(at)) / day,
    );
  };
  const ids = Array.from({ length: 60 }, (_, i) => `exercise-${i}`);
  for (const [ratings, least, most] of [
    [[3], 2, 4],
    [[3, 3], 15, 19],
  ] as const) {
    const days = ids.map((id) => dueDay(id, ratings));
    expect(ids.map((id) => dueDay(id, ratings))).toEqual(days);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...days)).toBeLessThanOrEqual(most);
    const counts = [...new Set(days)].map((d) => days.filter((x) => x === d).length);
    expect(counts.length).toBeGreaterThan(2);
    expect(Math.max(...counts)).toBeLessThan(60 * 0.5);
  }
});

test("readiness names what is solid, shaky and unseen below a need", () => {
  const p = after(0, events(pass("numbers/double")));
  expect(readinessFor(["quadruple"], content, p.concepts)).toEqual({
    ready: false,
    solid: [],
    fresh: ["double"],
    lane: [],
    shaky: [],
    unseen: ["quadruple"],
    due: [],
  });
  const later = after(30, events(pass("numbers/double")));
  expect(readinessFor(["quadruple"], content, later.concepts).due).toEqual(["double"]);
  expect(later.due).toBe(1);
});

test("a concept says why it stands where it does", () => {
  const why = (day: number, ...of: (LearningAct & { day?: number })[]) =>
    after(day, events(...of)).concepts.find((c) => c.id === "double");
  expect(why(0)).toMatchObject({
    level: "unseen",
    name: "Double",
    lesson: "numbers/doubling",
    why: "Taught in Doubling, which is still ahead.",
  });
  expect(why(0, fail("numbers/double"))?.why).toBe("Twice a number was tried and has not passed.");
  const hint = { kind: "hint", exercise: "numbers/double", level: 2 } as const;
  expect(why(9, hint, pass("numbers/double"))?.why).toBe(
    "Twice a number passed with 2 hints 9 days ago, review overdue by 8 days.",
  );
  const wrong = { kind: "quiz", lesson: "numbers/doubling", question: 0, correct: false } as const;
  expect(why(0, wrong, { ...wrong, correct: true })?.why).toBe(
    "0 of 1 questions answered right at once.",
  );
  expect(why(0, pass("numbers/double"))?.why).toMatch(
    /^Twice a number passed without a hint today, next review in/,
  );
  const forgot = { kind: "review", exercise: "numbers/double", rating: 1, day: 9 } as const;
  expect(why(9, hint, pass("numbers/double"), forgot)?.why).toContain(
    "not remembered at its last review",
  );
});

test("an act with a wrong field is refused, and fields nobody knows are dropped", () => {
  expect(() => parseAct({ kind: "attempt", exercise: "../x", passed: true })).toThrow(
    "content/event",
  );
  expect(() => parseAct({ kind: "hint", exercise: "numbers/double", level: 4 })).toThrow(
    "level is 4",
  );
  expect(() => parseAct(null)).toThrow("content/event");
  expect(parseAct({ kind: "read", lesson: "numbers/doubling", at: "x", more: 1 })).toEqual({
    kind: "read",
    lesson: "numbers/doubling",
  });
});

test("what a placement check found counts as known until the lessons say more, and its lessons are passed over", () => {
  const placed = (known: boolean) => ({ kind: "placement", concepts: ["double"], known }) as const;
  const known = after(0, events(placed(true)));
  expect(known.concepts[0]).toMatchObject({
    id: "double",
    level: "fresh",
    why: "Known in the placement check today. Fresh: it becomes solid when it is shown on another day.",
  });
  expect(known.known).toEqual(["numbers/doubling"]);
  expect(known.next).toMatchObject({ kind: "start", lesson: "numbers/twice-more" });
  // Tried and not passed says more than a question that was answered right.
  const tried = after(0, events(placed(true), fail("numbers/double")));
  expect(levelOf(tried, "double")).toBe("shaky");
  expect(tried.known).toEqual([]);
  const unknown = after(0, events(placed(false)));
  expect(levelOf(unknown, "double")).toBe("unseen");
  expect(unknown.next).toMatchObject({ kind: "start", lesson: "numbers/doubling" });
});

test("a placement event needs concepts, and lasts through the file", () => {
  const act = { kind: "placement", concepts: ["double"], known: true } as const;
  expect(parseAct({ ...act, more: 1 })).toEqual(act);
  expect(() => parseAct({ ...act, concepts: [] })).toThrow("concepts is []");
  const [event] = events(act);
  if (event) expect(parseEvents(`${eventLine(event)}\n`).events).toEqual([event]);
});
