/** What a grader is asked: an exercise's files with those of everything it builds on. */
import { type GradeRequest, importedPath } from "@gradus/exercise";
import { relativeImports } from "./imports.ts";
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

/** Texts by their path in the content. */
const byPath = (folder: string, files: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]);

/** The files beside exercises and their lessons, and what those import from other lessons, by path. */
function filesFor(exercises: readonly Exercise[], content: Content): Record<string, string> {
  const lessons = content.lessons.filter((l) => exercises.some((e) => e.lesson === l.id));
  const all = new Map([
    ...content.lessons.flatMap((l) => byPath(l.folder, l.files)),
    ...content.exercises.flatMap((e) => byPath(e.folder, e.files.others)),
  ]);
  const found = new Map([
    ...lessons.flatMap((l) => byPath(l.folder, l.files)),
    ...exercises.flatMap((e) => byPath(e.folder, e.files.others)),
  ]);
  const texts = [
    ...found,
    ...exercises.flatMap(({ folder, files: { solution, grade } }) =>
      byPath(folder, { "solution.ts": solution, "grade.ts": grade }),
    ),
  ];
  for (const [path, text] of texts)
    for (const specifier of relativeImports(text)) {
      const imported = importedPath(path, specifier);
      const other = imported === null ? undefined : all.get(imported);
      if (imported === null || other === undefined || found.has(imported)) continue;
      found.set(imported, other);
      // What it imports in turn is looked at by this very loop.
      texts.push([imported, other]);
    }
  return Object.fromEntries(found);
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
  return {
    exercise,
    sources: all.map((e) => {
      const text = learner(e.id);
      return {
        id: e.id,
        folder: e.folder,
        solution: e.files.solution,
        grade: e.files.grade,
        uses: e.uses,
        // A learner is told the names of mistakes in the exercise at hand, not in what it builds on.
        ...(e.id === exercise && { known: e.files.known, forbid: e.files.forbid }),
        ...(text !== undefined && { learner: text }),
      };
    }),
    files: filesFor(all, content),
  };
}
