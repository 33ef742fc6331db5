/**
 * Four people go through the first course for thirty days, each doing what `next` says. What they meet is a table in
 * `thirty-days.md`: a change of the formulas shows there as a difference that somebody has to look at.
 */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readContent } from "../read/node.ts";
import { partsOf } from "../read/parts.ts";
import type { Content, Lesson } from "../read/types.ts";
import type { LearningAct, LearningEvent } from "./events.ts";
import { historyOf } from "./history.ts";
import { lessonDone, type Next } from "./next.ts";
import { type Progress, progressOf } from "./progress.ts";
import { dueReviews } from "./reviews.ts";

const { content: whole } = await readContent(
  fileURLToPath(new URL("../../../../content", import.meta.url)),
);
const [course] = whole.courses;
const lessonIds = new Set(whole.lessons.filter((l) => l.course === course?.id).map((l) => l.id));
const content: Content = {
  ...whole,
  lessons: whole.lessons.filter((l) => lessonIds.has(l.id)),
  exercises: whole.exercises.filter((e) => lessonIds.has(e.lesson)),
  explains: whole.explains.filter((e) => lessonIds.has(e.lesson)),
};

interface Learner {
  readonly name: string;
  readonly about: string;
  /** Pieces of text, exercises and reviews on a day, counted from 0. */
  readonly steps: (day: number) => number;
  /** What goes wrong before the n-th exercise passes. */
  readonly trouble: (n: number) => { readonly fails: number; readonly hint: number };
  /** Whether the first answer to the n-th question is right. */
  readonly right: (n: number) => boolean;
  /** How well the n-th review goes. */
  readonly recalls: (n: number) => 1 | 2 | 3;
  /** Whether everything that is due is done at the beginning of a day, beside what next asks for. */
  readonly allReviews: boolean;
  /** Whether a fast lane is taken where it is offered. */
  readonly takesLanes: boolean;
}

const learners: readonly Learner[] = [
  {
    name: "Follower",
    about: "Four steps a day, few troubles, does what next says and no more.",
    steps: () => 4,
    trouble: (n) => ({ fails: n % 3, hint: n % 5 === 4 ? 1 : 0 }),
    right: (n) => n % 4 !== 3,
    recalls: () => 3,
    allReviews: false,
    takesLanes: false,
  },
  {
    name: "Beginner with a break",
    about:
      "Four steps a day with hints and failures; nothing from day 8 to day 17; forgets a quarter.",
    steps: (day) => (day >= 8 && day < 18 ? 0 : 4),
    trouble: (n) => ({ fails: 2 + (n % 4), hint: n % 4 }),
    right: (n) => n % 2 === 0,
    recalls: (n) => (n % 4 === 3 ? 1 : 2),
    allReviews: false,
    takesLanes: false,
  },
  {
    name: "Fast one",
    about: "Twelve steps a day without trouble, does every review on its day.",
    steps: () => 12,
    trouble: () => ({ fails: 0, hint: 0 }),
    right: () => true,
    recalls: () => 3,
    allReviews: true,
    takesLanes: false,
  },
  {
    name: "One in a hurry",
    about: "Four steps a day without trouble, takes each fast lane that is offered.",
    steps: () => 4,
    trouble: () => ({ fails: 0, hint: 0 }),
    right: () => true,
    recalls: () => 3,
    allReviews: false,
    takesLanes: true,
  },
];

const minute = 60_000;
const dayMs = 86_400_000;
const firstDay = new Date(2026, 2, 2, 9).getTime();

/** One learner's thirty days. */
class Month {
  readonly learner: Learner;
  readonly events: LearningEvent[] = [];
  #now = firstDay;
  #exercises = 0;
  #questions = 0;
  #reviews = 0;

  constructor(learner: Learner) {
    this.learner = learner;
  }

  #tell(act: LearningAct): void {
    this.#now += minute;
    this.events.push({ at: new Date(this.#now).toISOString(), ...act });
  }

  progress(): Progress {
    return progressOf(content, this.events, new Date(this.#now));
  }

  begin(day: number): void {
    this.#now = firstDay + day * dayMs;
  }

  #read(lesson: Lesson, block: number): void {
    const explain = lesson.blocks[block];
    if (explain?.kind === "explain") {
      const points = content.explains.find((e) => e.id === explain.id)?.points ?? [];
      this.#tell({ kind: "explain", explain: explain.id, points: points.map(() => true) });
      return;
    }
    const parts = partsOf(lesson);
    const part = parts.findIndex((p) => p.from <= block && block <= p.to);
    const before = this.progress().readParts[lesson.id] ?? [];
    const last = parts.every((_, i) => i === part || before.includes(i));
    this.#tell({ kind: "read", lesson: lesson.id, ...(!last && { part }) });
    const { from, to } = parts[part] ?? { from: 0, to: -1 };
    for (const b of lesson.blocks.slice(from, to + 1)) {
      if (b.kind !== "quiz") continue;
      const correct = this.learner.right(this.#questions++);
      this.#tell({ kind: "quiz", lesson: lesson.id, question: b.index, correct });
    }
  }

  #solve(exercise: string): void {
    const { fails, hint } = this.learner.trouble(this.#exercises++);
    for (let i = 0; i < fails; i++)
      this.#tell({ kind: "attempt", exercise, passed: false, check: "the first check" });
    for (let level = 1; level <= hint; level++) this.#tell({ kind: "hint", exercise, level });
    this.#tell({ kind: "attempt", exercise, passed: true });
  }

  review(exercise: string): void {
    this.#tell({ kind: "review", exercise, rating: this.learner.recalls(this.#reviews++) });
  }

  /** Does what comes next. */
  step(next: Next): void {
    const lesson = content.lessons.find((l) => l.id === next.lesson) as Lesson;
    if (next.kind === "review") this.review(next.exercise as string);
    else if (next.fastLane && this.learner.takesLanes)
      this.#tell({ kind: "lane", lesson: lesson.id, on: true });
    else if (next.exercise) this.#solve(next.exercise);
    else this.#read(lesson, next.block ?? 0);
  }
}

interface Day {
  readonly day: number;
  readonly lessons: number;
  readonly passed: number;
  readonly reviewed: number;
  readonly due: number;
  readonly levels: Readonly<Record<string, number>>;
}

interface Outcome {
  readonly learner: Learner;
  readonly days: readonly Day[];
  /** The day on which the last lesson was done, or null. */
  readonly finished: number | null;
  /** Reviews that next asked for on the most crowded day before that. */
  readonly mostAskedInADay: number;
  /** Reviews that next asked for while a lesson was begun and not done. */
  readonly askedInsideALesson: number;
}

const counts = (items: readonly string[]): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const item of items) found[item] = (found[item] ?? 0) + 1;
  return found;
};

function simulate(learner: Learner): Outcome {
  const month = new Month(learner);
  const days: Day[] = [];
  let finished: number | null = null;
  let mostAskedInADay = 0;
  let askedInsideALesson = 0;
  const isDone = (): boolean =>
    content.lessons.every((l) => lessonDone(l, historyOf(month.events), content));
  for (let day = 0; day < 30; day++) {
    month.begin(day);
    let reviewed = 0;
    let asked = 0;
    const steps = learner.steps(day);
    if (learner.allReviews)
      for (const r of dueReviews(month.progress().reviews, new Date(firstDay + day * dayMs))) {
        month.review(r.exercise);
        reviewed++;
      }
    for (let n = 0; n < steps; n++) {
      const { next, readParts, exercises, readLessons } = month.progress();
      if (!next || next.kind === "done") break;
      if (next.kind === "review") {
        reviewed++;
        if (finished === null) asked++;
        const begun = content.lessons.filter(
          (l) =>
            !lessonDone(l, historyOf(month.events), content) &&
            (readLessons.includes(l.id) ||
              readParts[l.id] ||
              l.exercises.some((id) => exercises[id])),
        );
        if (begun.length > 0) askedInsideALesson++;
      }
      month.step(next);
      if (finished === null && isDone()) finished = day;
    }
    mostAskedInADay = Math.max(mostAskedInADay, asked);
    const p = month.progress();
    const states = counts(Object.values(p.exercises));
    days.push({
      day,
      lessons: content.lessons.filter((l) => lessonDone(l, historyOf(month.events), content))
        .length,
      passed: states.passed ?? 0,
      reviewed,
      due: p.due,
      levels: counts(p.concepts.map((c) => c.level)),
    });
  }
  return { learner, days, finished, mostAskedInADay, askedInsideALesson };
}

const outcomes = learners.map(simulate);

const shownDays = [0, 1, 2, 3, 5, 7, 9, 12, 15, 17, 18, 20, 22, 24, 26, 28, 29];

function tableOf({ learner, days, finished, ...most }: Outcome): string {
  const reviews = days.reduce((n, d) => n + d.reviewed, 0);
  const crowded = Math.max(...days.map((d) => d.reviewed));
  const rows = days
    .filter((d) => shownDays.includes(d.day))
    .map((d) => {
      const level = (name: string) => d.levels[name] ?? 0;
      return `| ${[d.day, d.lessons, d.passed, d.reviewed, d.due, level("solid"), level("fresh"), level("lane"), level("shaky"), level("unseen")].join(" | ")} |`;
    });
  return [
    `## ${learner.name}`,
    "",
    learner.about,
    "",
    `- Every lesson done: ${finished === null ? "not within thirty days" : `on day ${finished}`}`,
    `- Reviews done: ${reviews}, at most ${crowded} on a day`,
    `- Most reviews due in an evening: ${Math.max(...days.map((d) => d.due))}`,
    `- Reviews that next asked for before the course was done: at most ${most.mostAskedInADay} a day, ${most.askedInsideALesson} of all inside a lesson begun`,
    "",
    "| day | lessons done | exercises passed | reviews that day | due in the evening | solid | fresh | by the lane | shaky | unseen |",
    "|---|---|---|---|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

test("the thirty days of four learners are as they were", async () => {
  const text = [
    "# Thirty days",
    "",
    `Four learners on *${course?.title}*: ${content.lessons.length} lessons, ${content.exercises.length} exercises. Made by \`thirty-days.test.ts\`; days count from 0.`,
    "",
    ...outcomes.map(tableOf),
  ].join("\n");
  await expect(text).toMatchFileSnapshot("thirty-days.md");
});

test("before the course is done next asks for one review a day at most, and for none inside a lesson", () => {
  for (const o of outcomes) {
    expect([o.learner.name, o.mostAskedInADay <= 1]).toEqual([o.learner.name, true]);
    expect([o.learner.name, o.askedInsideALesson]).toEqual([o.learner.name, 0]);
  }
});

test("nothing is solid on the first day", () => {
  for (const o of outcomes)
    expect([o.learner.name, o.days[0]?.levels.solid ?? 0]).toEqual([o.learner.name, 0]);
});

test("who does every review on its day has no day that is crowded", () => {
  const fast = outcomes[2] as Outcome;
  const after = fast.days.filter((d) => fast.finished !== null && d.day > fast.finished);
  expect(Math.max(...after.map((d) => d.reviewed))).toBeLessThanOrEqual(7);
  expect(fast.days.at(-1)?.due).toBe(0);
});
