/**
 * The whole journey: steps of courses, built or planned. `path.yaml` says what each course builds on, what one can
 * do afterwards, and what it will hold; a course that is there speaks for itself, and what is planned of it is left only
 * where no lesson of the same id is there yet.
 */
import * as v from "valibot";
import { type ContentError, folderError } from "../errors.ts";
import { parseYaml } from "./front-matter.ts";
import { scopedId } from "./ids.ts";
import { id, line } from "./schema.ts";
import type { Course, Lesson, PathCourse, PathStep, PlannedWeek } from "./types.ts";

export const pathFile = "path.yaml";

const lessonSchema = v.strictObject({ id: v.optional(id), title: line, holds: line });
const weekSchema = v.strictObject({
  title: line,
  lessons: v.pipe(v.array(lessonSchema, "it must be a list"), v.minLength(1, "it is empty")),
});
const courseSchema = v.strictObject({
  id,
  title: v.optional(line),
  summary: v.optional(line),
  needs: v.array(id, "it must be a list of course ids"),
  hours: v.optional(
    v.pipe(
      v.number("it must be a number"),
      v.minValue(1, "it must be at least 1"),
      v.maxValue(500, "it must be at most 500"),
    ),
  ),
  after: v.array(line, "it must be a list of sentences"),
  weeks: v.optional(v.array(weekSchema, "it must be a list of weeks"), []),
});
const pathSchema = v.strictObject({
  steps: v.array(
    v.strictObject({
      id,
      title: line,
      lead: line,
      about: line,
      courses: v.array(courseSchema, "it must be a list of courses"),
    }),
    "it must be a list of steps",
  ),
});

interface Planned {
  readonly id: string;
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  readonly needs: readonly string[];
  readonly hours?: number | undefined;
  readonly after: readonly string[];
  readonly weeks: readonly PlannedWeek[];
}

/** Hours of lessons, at least 1. */
const hoursOf = (lessons: readonly Lesson[]): number =>
  Math.max(1, Math.round(lessons.reduce((sum, l) => sum + l.minutes, 0) / 60));

function courseOf(plan: Planned, course: Course, lessons: readonly Lesson[]): PathCourse {
  const { id, title, summary } = course;
  const own = lessons.filter((l) => l.course === id);
  const there = new Set(own.map((l) => l.id));
  const weeks = plan.weeks
    .map((week) => ({
      ...week,
      lessons: week.lessons.filter((l) => l.id && !there.has(scopedId(id, l.id))),
    }))
    .filter((week) => week.lessons.length > 0);
  return {
    id,
    title,
    summary,
    hours: Math.max(hoursOf(own), weeks.length > 0 ? (plan.hours ?? 0) : 0),
    needs: plan.needs,
    after: plan.after,
    weeks,
    built: true,
  };
}

/** The steps where nobody wrote a path: the courses in their order. */
function plainPath(courses: readonly Course[], lessons: readonly Lesson[]): PathStep[] {
  if (courses.length === 0) return [];
  const about = "All that there is to learn here.";
  const all = courses.map((c) =>
    courseOf({ id: c.id, needs: [], after: [], weeks: [] }, c, lessons),
  );
  return [{ id: "courses", title: "Courses", lead: about, about, courses: all }];
}

/**
 * Reads the path.
 *
 * @param text the text of path.yaml; without one the courses make a single step
 * @param report hears of courses that are in no step, needs that come later, and plans that say too little
 * @throws ContentError `content/yaml`, `content/field`
 */
export function readPath(
  text: string | undefined,
  courses: readonly Course[],
  lessons: readonly Lesson[],
  report: (problem: ContentError) => void,
): PathStep[] {
  if (text === undefined) return plainPath(courses, lessons);
  const { steps } = parseYaml(text, pathSchema, { file: pathFile, line: 1, field: "path" });
  const wrong = (what: string, hint: string): void => report(folderError(pathFile, what, hint));
  const seen = new Set<string>();
  const path = steps.map((step): PathStep => {
    const found: PathCourse[] = [];
    for (const plan of step.courses) {
      if (seen.has(plan.id)) wrong(`the course ${plan.id} is in it twice`, "take one away.");
      for (const need of plan.needs)
        if (!seen.has(need))
          wrong(`${plan.id} needs "${need}", which is no earlier course`, "mend the id.");
      seen.add(plan.id);
      // A folder without a lesson is a beginning; until there is one the plan says more.
      const begun = lessons.some((l) => l.course === plan.id);
      const course = begun ? courses.find((c) => c.id === plan.id) : undefined;
      const { title, summary, hours, weeks } = plan;
      if (course) found.push(courseOf(plan, course, lessons));
      else if (title && summary && hours && weeks.length > 0)
        found.push({ ...plan, title, summary, hours, built: false });
      else
        wrong(
          `${plan.id} has no folder, and its plan says too little`,
          "give it a title, a summary, hours and weeks of lessons.",
        );
    }
    return { ...step, courses: found };
  });
  for (const course of courses)
    if (!seen.has(course.id))
      wrong(`the course ${course.id} is in none of the steps`, "add it where it belongs.");
  return path;
}
