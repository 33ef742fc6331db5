/** Where a learner stands: everything the path page and `gradus learn` show, from content and events alone. */

import type { Content } from "../read/types.ts";
import type { LearningEvent } from "./events.ts";
import { type OpenLane, openLanes, stoodFor } from "./fast-lane.ts";
import { type ExerciseState, historyOf } from "./history.ts";
import { masteryOfAll } from "./mastery.ts";
import { type Next, nextStep } from "./next.ts";
import { knownBefore } from "./placement.ts";
import { type ProjectHistory, projectsOf } from "./projects.ts";
import { dueReviews, type Review, reviewsOf } from "./reviews.ts";
import { type Standing, standingsOf } from "./standing.ts";

export interface Progress {
  /** Exercises that were touched, or that a fast lane stands for; one that is not named is open. */
  readonly exercises: Readonly<Record<string, ExerciseState>>;
  /** The highest hint asked for, by exercise. */
  readonly hints: Readonly<Record<string, number>>;
  readonly readLessons: readonly string[];
  /** Lesson to the parts of its text that have been read, where not all of it is. */
  readonly readParts: Readonly<Record<string, readonly number[]>>;
  /** Lesson to the questions whose first answer was right. */
  readonly quizzes: Readonly<Record<string, readonly number[]>>;
  /** The exercises whose functions the learner has put in the library's place. */
  readonly swapped: readonly string[];
  readonly concepts: readonly Standing[];
  readonly reviews: readonly Review[];
  /** Lessons that a placement check found to be known, and that were not begun. */
  readonly known: readonly string[];
  /** How many of the reviews are due. */
  readonly due: number;
  /** Questions that were answered in words, to the share of their points, 0..1. */
  readonly explained: Readonly<Record<string, number>>;
  /** Lesson to its fast lane, where it has one and nothing else of it has passed. */
  readonly lanes: Readonly<Record<string, OpenLane>>;
  /** How projects stand, by lesson and name: `structuring-projects/two-projects/phone-camera`. */
  readonly projects: Readonly<Record<string, ProjectHistory>>;
  readonly next: Next | null;
}

/** The exercises whose latest swap put the learner's function in. */
function swappedIn(events: readonly LearningEvent[]): string[] {
  const swaps = events.filter((e) => e.kind === "swap");
  const latest = new Map(swaps.map((e) => [e.exercise, e.on]));
  return [...latest].filter(([, on]) => on).map(([id]) => id);
}

/** Computes where a learner stands at a time. Events of exercises that no longer exist are left out. */
export function progressOf(
  content: Content,
  events: readonly LearningEvent[],
  now: Date = new Date(),
): Progress {
  const exerciseIds = new Set(content.exercises.map((e) => e.id));
  const explainIds = new Set(content.explains.map((e) => e.id));
  const lessonIds = new Set(content.lessons.map((l) => l.id));
  const history = historyOf(
    events.filter((e) => {
      if ("exercise" in e) return exerciseIds.has(e.exercise);
      if ("explain" in e) return explainIds.has(e.explain);
      return "lesson" in e ? lessonIds.has(e.lesson) : true;
    }),
  );
  const mastery = masteryOfAll(content, history, now);
  const reviews = reviewsOf(history, now);
  const touched = [...history.exercises];
  const lessons = [...history.lessons];
  return {
    exercises: Object.fromEntries([
      ...touched.map(([id, e]) => [id, e.state] as const),
      ...[...stoodFor(content, history).keys()].map((id) => [id, "lane"] as const),
    ]),
    hints: Object.fromEntries(
      touched.filter(([, e]) => e.hintLevel > 0).map(([id, e]) => [id, Math.floor(e.hintLevel)]),
    ),
    readLessons: lessons.filter(([, l]) => l.read).map(([id]) => id),
    readParts: Object.fromEntries(
      lessons
        .filter(([, l]) => !l.read && l.parts.size > 0)
        .map(([id, l]) => [id, [...l.parts].sort((a, b) => a - b)]),
    ),
    quizzes: Object.fromEntries(
      lessons
        .filter(([, l]) => l.answers.size > 0)
        .map(([id, l]) => [id, [...l.answers].filter(([, a]) => a.right).map(([q]) => q)]),
    ),
    swapped: swappedIn(events).filter((id) => history.exercises.get(id)?.state === "passed"),
    concepts: standingsOf(mastery, { content, history, reviews, now }),
    reviews,
    known: content.lessons.filter((l) => knownBefore(l, content, history)).map((l) => l.id),
    due: dueReviews(reviews, now).length,
    explained: Object.fromEntries([...history.explains].map(([id, e]) => [id, e.share])),
    lanes: Object.fromEntries(openLanes(content, history)),
    projects: projectsOf(events.filter((e) => e.kind !== "project" || lessonIds.has(e.lesson))),
    next: nextStep({ content, history, mastery, reviews, now }),
  };
}
