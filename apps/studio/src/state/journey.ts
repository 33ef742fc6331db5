/** How far one is: of a lesson, a course, a step and the whole journey, and where on it one stands. */
import type { Catalogue, LessonSummary, PathCourse, PathStep, Progress } from "@gradus/content";

/** How many of a lesson's exercises have passed, or are left out because another one stands for them. */
export const doneIn = (lesson: LessonSummary, p: Progress): number =>
  lesson.exercises.filter((id) => p.exercises[id] === "passed" || p.exercises[id] === "lane")
    .length;

/** How much of a lesson is done, 0..1: its exercises, or having read it where it has none. */
export function lessonShare(lesson: LessonSummary, p: Progress): number {
  if (p.known.includes(lesson.id)) return 1;
  if (lesson.exercises.length === 0) return p.readLessons.includes(lesson.id) ? 1 : 0;
  return doneIn(lesson, p) / lesson.exercises.length;
}

/**
 * How much of a course is done, by the minutes its lessons take; nothing of one that is only planned. Lessons that are
 * still to come count as not done.
 */
export function courseShare(course: PathCourse, c: Catalogue, p: Progress): number {
  const lessons = c.lessons.filter((l) => l.course === course.id);
  const minutes = lessons.reduce((sum, l) => sum + l.minutes, 0);
  if (minutes === 0) return 0;
  const whole = course.weeks.length > 0 ? Math.max(minutes, course.hours * 60) : minutes;
  return lessons.reduce((sum, l) => sum + l.minutes * lessonShare(l, p), 0) / whole;
}

export const hoursOf = (courses: readonly PathCourse[]): number =>
  courses.reduce((sum, x) => sum + x.hours, 0);

/** How much of some courses is done, by the hours they take. */
export function shareOf(courses: readonly PathCourse[], c: Catalogue, p: Progress): number {
  const hours = hoursOf(courses);
  if (hours === 0) return 0;
  return courses.reduce((sum, x) => sum + x.hours * courseShare(x, c, p), 0) / hours;
}

export const allCourses = (c: Catalogue): readonly PathCourse[] =>
  c.steps.flatMap((s) => s.courses);

export interface Here {
  readonly step: PathStep;
  readonly course: PathCourse;
  readonly lesson: string;
}

/** Where one stands: the lesson that is next, in its course and step. */
export function hereOf(c: Catalogue, p: Progress): Here | null {
  const lesson = c.lessons.find((l) => l.id === p.next?.lesson);
  for (const step of c.steps) {
    const course = step.courses.find((x) => x.id === lesson?.course);
    if (lesson && course) return { step, course, lesson: lesson.id };
  }
  return null;
}

/** A share in words: never 0 % for something that was begun, nor 100 % for what is not done. */
export function shareText(share: number): string {
  if (share <= 0) return "0 %";
  if (share >= 1) return "100 %";
  return `${Math.min(99, Math.max(1, Math.round(100 * share)))} %`;
}
