/**
 * What to do next, and why, in words. In this order: go on in the lesson one is in, with the piece of text, the
 * exercise or the question that comes after the last; go on with an exercise or a lesson that was begun elsewhere;
 * write one old exercise again, the longest overdue, if none was today; else the first lesson in the path that is not
 * done, which by the content's own check never needs anything taught later. So a review stands between lessons, never
 * inside one. Once every lesson is done, reviews are all there is, and as many as are due.
 */
import { partsOf } from "../read/parts.ts";
import type { Content, Exercise, Lesson, LessonBlock } from "../read/types.ts";
import { type FastLane, fastLaneOf, openLanes, stoodFor } from "./fast-lane.ts";
import type { History } from "./history.ts";
import type { Mastery } from "./mastery.ts";
import { knownBefore } from "./placement.ts";
import { goesWell } from "./record.ts";
import { dueReviews, type Review, reviewedToday } from "./reviews.ts";

export interface Next {
  readonly kind: "start" | "continue" | "review" | "new" | "done";
  readonly lesson: string;
  /** Null for the lesson's text. */
  readonly exercise: string | null;
  /** The block of the lesson's text to go on at, counted from 0; null for its beginning, or an exercise. */
  readonly block: number | null;
  readonly why: string;
  /** The lesson's fast lane, where it is offered: the latest exercises went well, and none of this lesson has passed. */
  readonly fastLane: FastLane | null;
}

/** What comes next before it is known whether a fast lane is offered with it. */
type Step = Omit<Next, "fastLane">;

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

/**
 * A lesson is done when its exercises have passed, or the one that stands for them where the learner chose that; or,
 * where it has none, when it has been read.
 */
export function lessonDone(lesson: Lesson, history: History, content: Content): boolean {
  if (lesson.exercises.length === 0) return history.lessons.get(lesson.id)?.read === true;
  return lesson.exercises.every(closedIn(content, history));
}

/** Tells of an exercise whether nothing more is asked for: it has passed, or another stands for it. */
function closedIn(content: Content, history: History): (id: string) => boolean {
  const stood = stoodFor(content, history);
  return (id) => history.exercises.get(id)?.state === "passed" || stood.has(id);
}

/** Where in its lesson somebody was last; null where nothing was done, or it is gone. */
function standingAt({ content, history }: NextInput): { lesson: Lesson; block: number } | null {
  const { latest } = history;
  if (!latest) return null;
  const id =
    "exercise" in latest
      ? content.exercises.find((e) => e.id === latest.exercise)?.lesson
      : "explain" in latest
        ? content.explains.find((e) => e.id === latest.explain)?.lesson
        : latest.lesson;
  const lesson = content.lessons.find((l) => l.id === id);
  if (!lesson) return null;
  if ("whole" in latest) return { lesson, block: -1 };
  if ("part" in latest) return { lesson, block: partsOf(lesson)[latest.part]?.to ?? -1 };
  const block = lesson.blocks.findIndex((b) =>
    "exercise" in latest
      ? b.kind === "exercise" && b.id === latest.exercise
      : "explain" in latest
        ? b.kind === "explain" && b.id === latest.explain
        : b.kind === "quiz" && b.index === latest.question,
  );
  return { lesson, block };
}

/** The one exercise of a lesson whose fast lane was chosen, until it has passed. */
function laneStep(lesson: Lesson, { content, history }: NextInput): Step | null {
  const lane = fastLaneOf(lesson, content);
  if (!lane || !history.lessons.get(lesson.id)?.lane) return null;
  if (history.exercises.get(lane.exercise)?.state === "passed") return null;
  const n = lane.standsFor.length;
  return {
    kind: "continue",
    lesson: lesson.id,
    exercise: lane.exercise,
    block: null,
    why: `You chose the short way: it stands for the ${n === 1 ? "other exercise" : `${n} other exercises`} of ${lesson.title}.`,
  };
}

/** The next piece of the lesson one is in: text that was not read yet, or an exercise that has not passed. */
function restOfLesson(input: NextInput): Step | null {
  const at = standingAt(input);
  if (!at) return null;
  const { lesson, block } = at;
  const { exercises, lessons, explains } = input.history;
  const read = lessons.get(lesson.id);
  if (read?.lane) return laneStep(lesson, input);
  const parts = partsOf(lesson);
  const closed = closedIn(input.content, input.history);
  const open = (id: string): boolean => !closed(id);
  const step = { kind: "continue", lesson: lesson.id } as const;
  const work = (id: string): Step => {
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
    if (piece.kind === "explain") {
      if (explains.has(piece.id)) continue;
      const title = input.content.explains.find((e) => e.id === piece.id)?.title ?? piece.id;
      return { ...step, exercise: null, block: i, why: `A question to answer in words: ${title}.` };
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

/** The exercise to write again now, with why; null where none is due. */
function reviewStep(input: NextInput, before: Lesson | null): Step | null {
  const due = dueReviews(input.reviews, input.now);
  const [oldest] = due;
  const exercise = input.content.exercises.find((e) => e.id === oldest?.exercise);
  if (!oldest || !exercise) return null;
  const many = due.length > 1 ? `${due.length} reviews are due` : "One review is due";
  const days = Math.floor((input.now.getTime() - Date.parse(oldest.due)) / 86_400_000);
  const since = days < 1 ? "since today" : days === 1 ? "for a day" : `for ${days} days`;
  const why = before
    ? `${many}, this one ${since}. One is asked a day, before something new${due.length > 1 ? "; the others wait until you take them" : ""}.`
    : `Every lesson is done. ${many}, this one ${since}.`;
  return { kind: "review", lesson: exercise.lesson, exercise: exercise.id, block: null, why };
}

function whyLesson(lesson: Lesson, mastery: readonly Mastery[]): string {
  if (lesson.needs.length === 0) return "It needs nothing before it.";
  const levelOf = (id: string) => mastery.find((m) => m.id === id)?.level ?? "unseen";
  const solid = lesson.needs.filter((id) => levelOf(id) === "solid");
  const fresh = lesson.needs.filter((id) => levelOf(id) === "fresh" || levelOf(id) === "lane");
  const shaky = lesson.needs.filter((id) => !solid.includes(id) && !fresh.includes(id));
  const parts: string[] = [];
  const again = (ids: readonly string[], how: string): string =>
    `${sentence(list(ids.map(say)))} ${ids.length === 1 ? "is" : "are"} still ${how}; it will use ${ids.length === 1 ? "it" : "them"} again.`;
  if (solid.length > 0) parts.push(`It builds on ${list(solid.map(say))}, which you know well.`);
  if (fresh.length > 0) parts.push(again(fresh, "fresh"));
  if (shaky.length > 0) parts.push(again(shaky, "shaky"));
  return parts.join(" ");
}

function stepAfter(input: NextInput): Step {
  const { content, history } = input;
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
  const lesson = ahead.find((l) => !lessonDone(l, history, content)) ?? null;
  if (!lesson)
    return (
      reviewStep(input, null) ?? {
        kind: "done",
        lesson: (content.lessons.at(-1) as Lesson).id,
        exercise: null,
        block: null,
        why: "Every lesson is done, and no review is due.",
      }
    );
  const lane = laneStep(lesson, input);
  if (lane) return lane;
  const closed = closedIn(content, history);
  const left = lesson.exercises.filter((id) => !closed(id));
  const passed = lesson.exercises.length - left.length;
  const seen = history.lessons.get(lesson.id);
  const unread = partsOf(lesson).find((_, i) => !seen?.parts.has(i));
  if (passed === 0 && !seen?.read && seen && seen.parts.size > 0 && unread)
    return {
      kind: "continue",
      lesson: lesson.id,
      exercise: null,
      block: unread.from,
      why: `You began to read ${lesson.title}; it goes on here.`,
    };
  if (passed > 0 || seen?.read)
    return {
      kind: "continue",
      lesson: lesson.id,
      exercise: left[0] ?? null,
      block: null,
      why:
        passed > 0
          ? `It goes on with ${lesson.title}; ${left.length} of ${lesson.exercises.length} exercises are left.`
          : `You have read ${lesson.title}; this puts it to use.`,
    };
  const review = reviewedToday(history, input.now) ? null : reviewStep(input, lesson);
  if (review) return review;
  const why = whyLesson(lesson, input.mastery);
  return { kind: "new", lesson: lesson.id, exercise: null, block: null, why };
}

/** What to do next; null only where there is no lesson at all. */
export function nextStep(input: NextInput): Next | null {
  const { content, history } = input;
  if (content.lessons.length === 0) return null;
  const step = stepAfter(input);
  const chosen = history.lessons.get(step.lesson)?.lane === true;
  const offered = step.kind !== "review" && !chosen && goesWell(history);
  const lane = offered ? openLanes(content, history).get(step.lesson) : undefined;
  return { ...step, fastLane: lane ?? null };
}
