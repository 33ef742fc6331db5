/**
 * The fast lane: one exercise of a lesson, written without its steps, that stands for the lesson's others. Who has
 * chosen it and passes it is done with the lesson. The others then count as passed by the lane, which is less than
 * passed: nobody has seen them written.
 */
import type { Content, Lesson } from "../read/types.ts";
import type { History } from "./history.ts";

export interface FastLane {
  /** The exercise that stands for the others. */
  readonly exercise: string;
  readonly standsFor: readonly string[];
}

/** The fast lane of a lesson, or null where it has none. */
export function fastLaneOf(lesson: Lesson, content: Content): FastLane | null {
  const own = content.exercises.filter((e) => e.lesson === lesson.id);
  const lane = own.find((e) => e.fastLane);
  if (!lane) return null;
  return { exercise: lane.id, standsFor: own.filter((e) => e !== lane).map((e) => e.id) };
}

const passed = (id: string, history: History): boolean =>
  history.exercises.get(id)?.state === "passed";

/**
 * The exercises that are left out because their lesson's fast lane was chosen and they have not passed. What builds on
 * them is to be graded with their solutions: the learner's files hold nothing yet.
 */
export function leftOut(content: Content, history: History): ReadonlySet<string> {
  return new Set(
    content.lessons.flatMap((lesson) => {
      const lane = history.lessons.get(lesson.id)?.lane ? fastLaneOf(lesson, content) : null;
      return (lane?.standsFor ?? []).filter((id) => !passed(id, history));
    }),
  );
}

/** Exercises that have not passed themselves, to the one that stands for them. */
export function stoodFor(content: Content, history: History): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const lesson of content.lessons) {
    if (history.lessons.get(lesson.id)?.lane !== true) continue;
    const lane = fastLaneOf(lesson, content);
    if (!lane || !passed(lane.exercise, history)) continue;
    for (const id of lane.standsFor) if (!passed(id, history)) found.set(id, lane.exercise);
  }
  return found;
}

export interface OpenLane extends FastLane {
  /** Whether the learner has chosen it. */
  readonly chosen: boolean;
}

/** The lessons of which nothing has passed yet and that have a fast lane, chosen or still to be offered. */
export function openLanes(content: Content, history: History): ReadonlyMap<string, OpenLane> {
  const open = new Map<string, OpenLane>();
  for (const lesson of content.lessons) {
    const lane = fastLaneOf(lesson, content);
    if (!lane || passed(lane.exercise, history)) continue;
    const chosen = history.lessons.get(lesson.id)?.lane === true;
    if (chosen || !lane.standsFor.some((id) => passed(id, history)))
      open.set(lesson.id, { ...lane, chosen });
  }
  return open;
}
