/** What a grader is asked: an exercise's files with those of everything it builds on. */
import type { GradeRequest } from "@gradus/exercise";
import type { Content, Exercise } from "./types.ts";

/** The exercises one builds on, directly or not, earliest first, and itself last. */
function withUpstream(
  id: string,
  content: Content,
  found: Map<string, Exercise> = new Map(),
): Map<string, Exercise> {
  const exercise = content.exercises.find((e) => e.id === id);
  if (!exercise || found.has(id)) return found;
  for (const used of exercise.uses) withUpstream(used, content, found);
  return found.set(id, exercise);
}

/** The data sets that grading an exercise needs: its own and those of what it builds on. */
export function assetsOf(exercise: string, content: Content): string[] {
  const all = [...withUpstream(exercise, content).values()];
  return [...new Set(all.flatMap((e) => e.assets))];
}

/**
 * The request that grades an exercise.
 *
 * @param learner gives the learner's text of an exercise, or undefined where there is none
 */
export function gradeRequest(
  exercise: string,
  content: Content,
  learner: (id: string) => string | undefined,
): GradeRequest {
  const all = [...withUpstream(exercise, content).values()];
  const lessons = content.lessons.filter((l) => all.some((e) => e.lesson === l.id));
  return {
    exercise,
    sources: all.map((e) => {
      const text = learner(e.id);
      return {
        id: e.id,
        folder: e.folder.split("/").at(-1) ?? e.id,
        solution: e.files.solution,
        grade: e.files.grade,
        uses: e.uses,
        ...(text !== undefined && { learner: text }),
      };
    }),
    files: Object.assign({}, ...lessons.map((l) => l.files), ...all.map((e) => e.files.others)),
  };
}
