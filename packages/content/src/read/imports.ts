/**
 * Exercises build on each other. In the content a file imports the earlier solution, `../01-sigmoid/solution.ts`;
 * in the learner's folder the same import reads `./sigmoid.ts`. These functions find such imports and turn the one
 * form into the other.
 */
import { importedPath, importOf } from "@gradus/exercise";
import type { Content, Exercise } from "./types.ts";

const importPattern = /(\bfrom\s*|\bimport\s+)(["'])(\.{1,2}\/[^"'\n]+)\2/g;

/** The relative files a program imports, as written. */
export function relativeImports(text: string): string[] {
  return [...text.matchAll(importPattern)].map((m) => m[3] as string);
}

/** A program's text with other specifiers in its imports of relative files. */
export function rewriteImports(text: string, change: (specifier: string) => string): string {
  return text.replace(
    importPattern,
    (_, before: string, quote: string, specifier: string) =>
      `${before}${quote}${change(specifier)}${quote}`,
  );
}

/** The exercise whose solution a file of another exercise's folder imports. */
export function importedExercise(
  specifier: string,
  exercise: Exercise,
  content: Content,
): Exercise | undefined {
  const path = importedPath(`${exercise.folder}/solution.ts`, specifier);
  return content.exercises.find((e) => e.id !== exercise.id && `${e.folder}/solution.ts` === path);
}

/**
 * A file of an exercise's folder as it reads in the learner's folder.
 *
 * @example toWorkspace('import { a } from "../01-a/solution.ts";', exercise, content) // 'import { a } from "./a.ts";'
 */
export function toWorkspace(text: string, exercise: Exercise, content: Content): string {
  return rewriteImports(text, (specifier) => {
    const used = importedExercise(specifier, exercise, content);
    return used ? importOf(`${exercise.id}.ts`, `${used.id}.ts`) : specifier;
  });
}
