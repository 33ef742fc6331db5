/**
 * What a page is told of lessons and exercises it lists. Fields are picked, so that one that is added later, a
 * solution for one, is not told to anybody by itself.
 */
import type { Content, Course, Exercise, Explain, Lesson, PathStep } from "./types.ts";

const courseFields = ["id", "title", "summary", "lessons"] as const;

const lessonFields = [
  "id",
  "name",
  "course",
  "number",
  "title",
  "summary",
  "week",
  "minutes",
  "needs",
  "teaches",
  "ends",
  "sources",
  "exercises",
  "explains",
  "figures",
] as const;

const exerciseFields = [
  "id",
  "name",
  "course",
  "lesson",
  "number",
  "title",
  "minutes",
  "needs",
  "teaches",
  "kind",
  "scaffold",
  "uses",
  "assets",
  "builds",
  "placement",
  "difficulty",
  "importance",
  "fastLane",
] as const;

const explainFields = [
  "id",
  "name",
  "course",
  "lesson",
  "number",
  "title",
  "minutes",
  "needs",
  "teaches",
  "difficulty",
  "importance",
] as const;

export type CourseSummary = Pick<Course, (typeof courseFields)[number]>;
export type LessonSummary = Pick<Lesson, (typeof lessonFields)[number]>;
export type ExplainSummary = Pick<Explain, (typeof explainFields)[number]>;
export type ExerciseSummary = Pick<Exercise, (typeof exerciseFields)[number]> & {
  /** How many there are. */
  readonly hints: number;
};

/** A lesson to be read: with its text, and without the files of its folder. */
export type LessonText = LessonSummary & Pick<Lesson, "blocks" | "compares">;

/** A question to be answered in words, with what the answer is then held against. */
export type ExplainText = ExplainSummary & Pick<Explain, "task" | "answer" | "points">;

/** All that there is to learn, without a task, a hint, an answer or a solution. */
export interface Catalogue {
  readonly steps: readonly PathStep[];
  readonly courses: readonly CourseSummary[];
  readonly lessons: readonly LessonSummary[];
  readonly exercises: readonly ExerciseSummary[];
  readonly explains: readonly ExplainSummary[];
}

function pick<T extends object, K extends keyof T>(from: T, fields: readonly K[]): Pick<T, K> {
  const picked: Partial<Pick<T, K>> = {};
  for (const field of fields) if (from[field] !== undefined) picked[field] = from[field];
  return picked as Pick<T, K>;
}

/** What a list says of an exercise. */
export const exerciseSummary = (exercise: Exercise): ExerciseSummary => ({
  ...pick(exercise, exerciseFields),
  hints: exercise.hints.length,
});

/** What a lesson's own page is given. */
export const lessonText = (lesson: Lesson): LessonText => ({
  ...pick(lesson, lessonFields),
  ...pick(lesson, ["blocks", "compares"]),
});

/** What a question's own card is given. */
export const explainText = (explain: Explain): ExplainText => ({
  ...pick(explain, explainFields),
  ...pick(explain, ["task", "answer", "points"]),
});

/** What the pages that list everything are given. */
export const catalogueOf = (content: Content): Catalogue => ({
  steps: content.steps,
  courses: content.courses.map((c) => pick(c, courseFields)),
  lessons: content.lessons.map((l) => pick(l, lessonFields)),
  exercises: content.exercises.map(exerciseSummary),
  explains: content.explains.map((e) => pick(e, explainFields)),
});
