/**
 * What to do next, and why, in words. In this order: go on in the lesson one is in, with the piece of text or the
 * exercise that comes after the last; go on with an exercise that was begun elsewhere; write again what is due and
 * what the next lesson stands on; else the first lesson in the path that is not done, which by the content's own
 * check never needs anything taught later.
 */
import { conceptsOf } from "../read/graph.ts";
import { partsOf } from "../read/parts.ts";
import type { Content, Exercise, Lesson, LessonBlock } from "../read/types.ts";
import type { History } from "./history.ts";
import type { Mastery } from "./mastery.ts";
import { knownBefore } from "./placement.ts";
import type { Review } from "./reviews.ts";

export interface Next {
  readonly kind: "start" | "continue" | "review" | "new" | "done";
  readonly lesson: string;
  /** Null for the lesson's text. */
  readonly exercise: string | null;
  /** The block of the lesson's text to go on at, counted from 0; null for its beginning, or an exercise. */
  readonly block: number | null;
  readonly why: string;
}

export interface NextInput {
  readonly content: Content;
  readonly history: History;
  readonly mastery: readonly Mastery[];
  readonly reviews: readonly Review[];
  readonly now: Date;
}

const say = (concept: string): string => concept.replaceAll("-", " ");

/** "a", "a and b", "a, b and c". */
function list(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A lesson is done when its exercises have passed, or, where it has none, when it has been read. */
export function lessonDone(lesson: Lesson, history: History): boolean {
  if (lesson.exercises.length === 0) return history.lessons.get(lesson.id)?.read === true;
  return lesson.exercises.every((id) => history.exercises.get(id)?.state === "passed");
}

/** Where in its lesson somebody was last; null where nothing was done, or it is gone. */
function standingAt({ content, history }: NextInput): { lesson: Lesson; block: number } | null {
  const { latest } = history;
  if (!latest) return null;
  const id =
    "exercise" in latest
      ? content.exercises.find((e) => e.id === latest.exercise)?.lesson
      : latest.lesson;
  const lesson = content.lessons.find((l) => l.id === id);
  if (!lesson) return null;
  const block =
    "part" in latest
      ? (partsOf(lesson)[latest.part]?.to ?? -1)
      : lesson.blocks.findIndex((b) =>
          "exercise" in latest
            ? b.kind === "exercise" && b.id === latest.exercise
            : b.kind === "quiz" && b.index === latest.question,
        );
  return { lesson, block };
}

/** The next piece of the lesson one is in: text that was not read yet, or an exercise that has not passed. */
function restOfLesson(input: NextInput): Next | null {
  const at = standingAt(input);
  if (!at) return null;
  const { lesson, block } = at;
  const { exercises, lessons } = input.history;
  const read = lessons.get(lesson.id);
  const parts = partsOf(lesson);
  const open = (id: string): boolean => exercises.get(id)?.state !== "passed";
  const step = { kind: "continue", lesson: lesson.id } as const;
  const work = (id: string): Next => {
    const check = exercises.get(id)?.openCheck;
    const left = lesson.exercises.filter(open).length;
    const goesOn = `It goes on with ${lesson.title}; ${left} of ${lesson.exercises.length} exercises ${left === 1 ? "is" : "are"} left.`;
    const begun = check ? `You began it; the check "${check}" is still open.` : "You began it.";
    return { ...step, exercise: id, block: null, why: exercises.has(id) ? begun : goesOn };
  };
  const here = lesson.blocks[block];
  if (here?.kind === "exercise" && open(here.id)) return work(here.id);
  for (let i = block + 1; i < lesson.blocks.length; i++) {
    const piece = lesson.blocks[i] as LessonBlock;
    if (piece.kind === "exercise") {
      if (open(piece.id)) return work(piece.id);
      continue;
    }
    const part = parts.findIndex((p) => p.from <= i && i <= p.to);
    if (read?.read || read?.parts.has(part)) continue;
    return { ...step, exercise: null, block: i, why: `${lesson.title} goes on here.` };
  }
  const before = lesson.exercises.find(open);
  return before === undefined ? null : work(before);
}

/** The exercise that was tried last and has not passed. */
function begun({ content, history }: NextInput): Exercise | undefined {
  let latest: Exercise | undefined;
  let at = Number.NEGATIVE_INFINITY;
  for (const e of content.exercises) {
    const h = history.exercises.get(e.id);
    if (!h || h.state === "passed" || Date.parse(h.lastAt) < at) continue;
    latest = e;
    at = Date.parse(h.lastAt);
  }
  return latest;
}

/** An exercise that is due and practises something the lesson needs. */
function dueBefore(
  lesson: Lesson,
  input: NextInput,
): { exercise: Exercise; concept: string } | null {
  const concepts = conceptsOf(input.content);
  for (const review of input.reviews) {
    if (Date.parse(review.due) > input.now.getTime()) continue;
    const exercise = input.content.exercises.find((e) => e.id === review.exercise);
    const concept = lesson.needs.find((id) =>
      concepts.find((c) => c.id === id)?.exercises.includes(review.exercise),
    );
    if (exercise && concept) return { exercise, concept };
  }
  return null;
}

function whyLesson(lesson: Lesson, mastery: readonly Mastery[]): string {
  if (lesson.needs.length === 0) return "It needs nothing before it.";
  const shaky = lesson.needs.filter((id) => mastery.find((m) => m.id === id)?.level !== "solid");
  const solid = lesson.needs.filter((id) => !shaky.includes(id));
  const parts: string[] = [];
  if (solid.length > 0) parts.push(`It builds on ${list(solid.map(say))}, which you know well.`);
  if (shaky.length > 0)
    parts.push(
      `${sentence(list(shaky.map(say)))} ${shaky.length === 1 ? "is" : "are"} still shaky; it will use ${shaky.length === 1 ? "it" : "them"} again.`,
    );
  return parts.join(" ");
}

/** What to do next; null only where there is no lesson at all. */
export function nextStep(input: NextInput): Next | null {
  const { content, history } = input;
  if (content.lessons.length === 0) return null;
  const ahead = content.lessons.filter((l) => !knownBefore(l, content, history));
  const first = ahead[0] ?? (content.lessons[0] as Lesson);
  if (history.exercises.size === 0 && history.lessons.size === 0)
    return {
      kind: "start",
      lesson: first.id,
      exercise: null,
      block: null,
      why: `It is the first lesson${history.placed.size > 0 ? " with something new" : ""} and takes about ${first.minutes} minutes.`,
    };
  const here = restOfLesson(input);
  if (here) return here;
  const open = begun(input);
  if (open) {
    const check = history.exercises.get(open.id)?.openCheck;
    const why = check ? `You began it; the check "${check}" is still open.` : "You began it.";
    return { kind: "continue", lesson: open.lesson, exercise: open.id, block: null, why };
  }
  const lesson = ahead.find((l) => !lessonDone(l, history));
  if (!lesson) {
    const last = content.lessons.at(-1) as Lesson;
    const due = input.reviews.filter((r) => Date.parse(r.due) <= input.now.getTime())[0];
    const exercise = content.exercises.find((e) => e.id === due?.exercise);
    if (exercise)
      return {
        kind: "review",
        lesson: exercise.lesson,
        exercise: exercise.id,
        block: null,
        why: `Every lesson is done; ${exercise.title} is due for a review.`,
      };
    return {
      kind: "done",
      lesson: last.id,
      exercise: null,
      block: null,
      why: "Every lesson is done, and no review is due.",
    };
  }
  const due = dueBefore(lesson, input);
  if (due)
    return {
      kind: "review",
      lesson: due.exercise.lesson,
      exercise: due.exercise.id,
      block: null,
      why: `It is due for a review, and ${lesson.title} builds on ${say(due.concept)}.`,
    };
  const passed = lesson.exercises.filter((id) => history.exercises.get(id)?.state === "passed");
  const begunLesson = passed.length > 0 || history.lessons.get(lesson.id)?.read === true;
  if (begunLesson) {
    const exercise = lesson.exercises.find((id) => !passed.includes(id)) ?? null;
    const left = lesson.exercises.length - passed.length;
    const why =
      passed.length > 0
        ? `It goes on with ${lesson.title}; ${left} of ${lesson.exercises.length} exercises are left.`
        : `You have read ${lesson.title}; this puts it to use.`;
    return { kind: "continue", lesson: lesson.id, exercise, block: null, why };
  }
  const why = whyLesson(lesson, input.mastery);
  return { kind: "new", lesson: lesson.id, exercise: null, block: null, why };
}
