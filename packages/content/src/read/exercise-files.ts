/**
 * An exercise's files. Three are written (`exercise.md`, `solution.ts`, `grade.ts`); the starter, the wrong answers
 * and the other right ones are made from them when they are first asked for, because a page that lists exercises
 * needs none of it.
 */
import { ExerciseError } from "@gradus/exercise";
import {
  type DerivedExercise,
  deriveExercise,
  shownSolution,
  wrongText,
} from "@gradus/exercise/form";
import { formError } from "../errors.ts";
import type { ExerciseFiles, ExerciseMeta } from "./types.ts";

/** The texts of an exercise's folder. */
export interface FolderFiles {
  readonly solution: string;
  readonly grade: string;
  readonly lock: string | undefined;
  /** Whole files that stand for edits, by their path in the folder: `mistakes/one-layer.ts`. */
  readonly whole: Readonly<Record<string, string>>;
  readonly others: Readonly<Record<string, string>>;
}

function derive(
  folder: string,
  meta: ExerciseMeta,
  { solution, grade, whole }: FolderFiles,
): DerivedExercise {
  try {
    return deriveExercise(
      { solution, grade, files: whole },
      { scaffold: meta.scaffold, bugHunt: meta.kind === "bug-hunt" },
    );
  } catch (error) {
    if (!(error instanceof ExerciseError)) throw error;
    throw formError(`${folder}/grade.ts`, error);
  }
}

/**
 * An exercise's files, with what is made from them.
 *
 * What is made throws ContentError `content/form` where grade.ts is no `defineExercise` or an edit does not fit the
 * solution.
 */
export function exerciseFiles(
  folder: string,
  meta: ExerciseMeta,
  files: FolderFiles,
): ExerciseFiles {
  let derived: DerivedExercise | undefined;
  const made = (): DerivedExercise => {
    derived ??= derive(folder, meta, files);
    return derived;
  };
  const solution = shownSolution(files.solution);
  return {
    solution,
    written: files.solution,
    grade: files.grade,
    others: files.others,
    lock: files.lock ?? null,
    get starter() {
      return made().starter;
    },
    get known() {
      return made().mistakes;
    },
    get mistakes() {
      return made().mistakes.map((m) => ({ name: m.id, text: wrongText(solution, m) }));
    },
    get alternatives() {
      return made().alternatives;
    },
    get forbid() {
      return made().forbid;
    },
    get alike() {
      return made().alike;
    },
  };
}
