/** The concepts as the readiness page lists them: by week of the course, in the order they are taught. */
import type { LessonSummary, Level, Standing } from "@gradus/content";

export interface Week {
  readonly course: string;
  readonly week: number;
  readonly concepts: readonly { readonly standing: Standing; readonly lesson: LessonSummary }[];
}

export function conceptsByWeek(
  standings: readonly Standing[],
  lessons: readonly LessonSummary[],
): Week[] {
  const weeks = new Map<
    string,
    { course: string; week: number; concepts: Week["concepts"][number][] }
  >();
  for (const standing of standings) {
    const lesson = lessons.find((l) => l.id === standing.lesson);
    if (!lesson) continue;
    const { course, week } = lesson;
    const key = `${course}/${week}`;
    const found = weeks.get(key) ?? { course, week, concepts: [] };
    found.concepts.push({ standing, lesson });
    weeks.set(key, found);
  }
  return [...weeks.values()];
}

export const countOf = (standings: readonly Standing[], level: Level): number =>
  standings.filter((s) => s.level === level).length;
