/**
 * Exercises build on each other. In the content's folders a file imports the earlier solution,
 * `../01-sigmoid/solution.ts`; in the learner's folder all files lie side by side, and the same import reads
 * `./sigmoid.ts`. These functions find such imports and turn the one form into the other.
 */
import type { Content, Exercise } from "./types.ts";

const importPattern = /(\bfrom\s*|\bimport\s+)(["'])(\.{1,2}\/[^"'\n]+)\2/g;

/** The relative files a program imports, as written. */
export function relativeImports(text: string): string[] {
  return [...text.matchAll(importPattern)].map((m) => m[3] as string);
}

/** `../01-sigmoid/solution.ts` as seen from a folder: the folder it names, or null for any other file. */
export function solutionFolder(specifier: string, folder: string): string | null {
  if (!specifier.endsWith("/solution.ts")) return null;
  const parts = folder.split("/").filter((p) => p !== "");
  for (const part of specifier.split("/").slice(0, -1)) {
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The exercise whose solution a file of another exercise imports, seen from its folder or one below. */
export function importedExercise(
  specifier: string,
  exercise: Exercise,
  content: Content,
): Exercise | undefined {
  const folders = [exercise.folder, `${exercise.folder}/mistakes`].map((f) =>
    solutionFolder(specifier, f),
  );
  return content.exercises.find((e) => e.id !== exercise.id && folders.includes(e.folder));
}

/**
 * A file of an exercise's folder as it reads in the learner's folder.
 *
 * @example toWorkspace('import { a } from "../01-a/solution.ts";', exercise, content) // 'import { a } from "./a.ts";'
 */
export function toWorkspace(text: string, exercise: Exercise, content: Content): string {
  return text.replace(importPattern, (whole, before: string, quote: string, specifier: string) => {
    const used = importedExercise(specifier, exercise, content);
    return used ? `${before}${quote}./${used.id}.ts${quote}` : whole;
  });
}
