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
import type { ExerciseFiles, ExerciseMeta, MistakeFile, SourceFile } from "./types.ts";

/** The texts of an exercise's folder. */
export interface FolderFiles {
  readonly solution: string;
  readonly grade: string;
  readonly starter: string | undefined;
  readonly lock: string | undefined;
  readonly mistakes: readonly SourceFile[];
  readonly alternatives: readonly SourceFile[];
  readonly others: Readonly<Record<string, string>>;
}

const nothing: DerivedExercise = {
  starter: "",
  solution: "",
  mistakes: [],
  alternatives: [],
  forbid: [],
  alike: [],
};

/** What a mistake's first lines say, where it is a file of its own. */
function labelled({ name, text }: SourceFile): MistakeFile {
  const [first = "", second = ""] = text.split(/\r?\n/, 2);
  return {
    name,
    text,
    caughtBy: /^\/\/ caught by:\s*(.+?)\s*$/.exec(first)?.[1] ?? null,
    misconception: /^\/\/ misconception:\s*(.+?)\s*$/.exec(second)?.[1] ?? null,
  };
}

function derive(
  folder: string,
  meta: ExerciseMeta,
  files: FolderFiles,
): DerivedExercise | undefined {
  const all = [
    ...files.mistakes.map((f) => ["mistakes", f] as const),
    ...files.alternatives.map((f) => ["alternatives", f] as const),
  ];
  try {
    return deriveExercise(
      {
        solution: files.solution,
        grade: files.grade,
        ...(files.starter !== undefined && { starter: files.starter }),
        files: Object.fromEntries(all.map(([below, f]) => [`${below}/${f.name}.ts`, f.text])),
      },
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
 * What is made throws ContentError `content/form` where an edit of grade.ts does not fit the solution.
 */
export function exerciseFiles(
  folder: string,
  meta: ExerciseMeta,
  files: FolderFiles,
): ExerciseFiles {
  let derived: DerivedExercise | undefined;
  const made = (): DerivedExercise => {
    derived ??= derive(folder, meta, files) ?? {
      ...nothing,
      starter: files.starter ?? "",
      alternatives: files.alternatives,
    };
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
      const { mistakes } = made();
      if (mistakes.length === 0) return files.mistakes.map(labelled);
      return mistakes.map((m) => ({
        name: m.id,
        text: wrongText(solution, m),
        caughtBy: null,
        misconception: null,
      }));
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
