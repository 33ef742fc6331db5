/**
 * A check for those who know some of it already: questions and short exercises of a course that each stand for
 * concepts. What is answered right counts as known, until an exercise or a question of the lessons says more.
 */
import type { Content, Lesson, LessonBlock } from "../read/types.ts";
import type { History } from "./history.ts";

type Quiz = Extract<LessonBlock, { kind: "quiz" }>;

/** One thing to show: a question, or an exercise to write. */
export type PlacementItem = { readonly lesson: string; readonly concepts: readonly string[] } & (
  | { readonly kind: "quiz"; readonly quiz: Quiz }
  | { readonly kind: "exercise"; readonly exercise: string }
);

/** What a course asks, in the order of its lessons. */
export function placementOf(course: string, content: Content): PlacementItem[] {
  return content.lessons
    .filter((l) => l.course === course)
    .flatMap((lesson) =>
      lesson.blocks.flatMap((block): PlacementItem[] => {
        if (block.kind === "quiz" && block.stands.length > 0)
          return [{ kind: "quiz", quiz: block, lesson: lesson.id, concepts: block.stands }];
        if (block.kind !== "exercise") return [];
        const exercise = content.exercises.find((e) => e.id === block.id);
        if (!exercise?.placement) return [];
        const { id, teaches } = exercise;
        return [{ kind: "exercise", exercise: id, lesson: lesson.id, concepts: teaches }];
      }),
    );
}

/** Whether a lesson can be passed over: what was asked of it is known, and nothing of it was begun. */
export function knownBefore(lesson: Lesson, content: Content, history: History): boolean {
  if (history.placed.size === 0) return false;
  const own = content.exercises.filter((e) => e.lesson === lesson.id);
  if (own.some((e) => history.exercises.has(e.id))) return false;
  const taught = new Set([...lesson.teaches, ...own.flatMap((e) => e.teaches)]);
  const asked = [...taught].flatMap((id) => history.placed.get(id) ?? []);
  return asked.length > 0 && asked.every((p) => p.known);
}
