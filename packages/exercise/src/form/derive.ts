/**
 * What an exercise comes to, from three texts: the starter, the wrong answers with their names, the other right
 * ones. Nothing is run.
 */
import type { KnownMistake } from "../ask/protocol.ts";
import { formError } from "../errors.ts";
import { importedPath, importOf } from "../paths.ts";
import { wrongText } from "../run/suspects.ts";
import { applySpans, type Span } from "../spans.ts";
import { spansOfAll } from "./apply.ts";
import { missingNames, withLibraryImports, withoutUnusedImports } from "./imports.ts";
import { type Alike, type NamedEdits, readForm } from "./read-form.ts";
import { standardMistakes, standardTexts } from "./standard.ts";
import { type StarterKind, shownSolution, starterOf } from "./starter.ts";
import { Source } from "./syntax.ts";

/** The files of an exercise's folder, as texts. */
export interface FolderTexts {
  readonly solution: string;
  readonly grade: string;
  /** Further files, by their path in the folder: `mistakes/one-layer.ts`. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface DeriveOptions {
  /** How much the starter holds. */
  readonly scaffold: StarterKind;
  /** The starter is the solution with bugs in it. */
  readonly bugHunt?: boolean;
}

/** A whole text with a name. */
export interface Derived {
  readonly name: string;
  readonly text: string;
}

/** Another right answer. */
export interface DerivedAlternative extends Derived {
  /** What differs, in a sentence. */
  readonly why?: string;
}

export interface DerivedExercise {
  readonly starter: string;
  /** As learners read it. */
  readonly solution: string;
  readonly mistakes: readonly KnownMistake[];
  readonly alternatives: readonly DerivedAlternative[];
  readonly forbid: readonly string[];
  readonly alike: readonly Alike[];
}

/** A folder so deep that no import leaves what is above it. */
const folder = "1/2/3/4/5/6";

/** A file of the exercise's folder as it would read in solution.ts: its imports lead where they led. */
const asSolution = (text: string, path: string): string =>
  text.replace(
    /(\bfrom\s*|\bimport\s+)(["'])(\.{1,2}\/[^"'\n]+)\2/g,
    (all, before, quote, specifier) => {
      const target = importedPath(`${folder}/${path}`, specifier);
      return target === null
        ? all
        : `${before}${quote}${importOf(`${folder}/solution.ts`, target)}${quote}`;
    },
  );

function fileOf({ edits, line }: NamedEdits, files: FolderTexts["files"] = {}): string | undefined {
  const [first] = edits;
  if (first?.edit.kind !== "file") return undefined;
  const { path } = first.edit;
  const text = Object.hasOwn(files, path) ? files[path] : undefined;
  if (text === undefined)
    throw formError(
      line,
      `file: the exercise's folder has no ${path}`,
      "add it, or mend the path.",
    );
  return asSolution(text, path);
}

function mistakeOf(solution: Source, one: NamedEdits, files: FolderTexts["files"]): KnownMistake {
  const { name, text } = one;
  const said = { name, id: name, ...(text !== undefined && { text }) };
  const whole = fileOf(one, files);
  if (whole !== undefined) return { ...said, spans: [], imports: [], whole };
  const spans = spansOfAll(solution, one.edits);
  return { ...said, spans, imports: missingNames(applySpans(solution.text, spans)) };
}

/** A text as a learner may read it: its imports are those it uses. */
function edited(solution: Source, spans: readonly Span[]): string {
  const made = applySpans(solution.text, spans);
  return withLibraryImports(withoutUnusedImports(made), missingNames(made));
}

/** A text without its layout, by which two edits that come to the same are known. */
const bare = (text: string): string => text.replace(/\s+/g, "");

/**
 * Derives an exercise from its folder's texts.
 *
 * @throws ExerciseError `exercise/form` where the grade is no `defineExercise` or an edit does not fit the solution
 */
export function deriveExercise(
  folder: FolderTexts,
  { scaffold, bugHunt = false }: DeriveOptions,
): DerivedExercise {
  const form = readForm(folder.grade);
  const solution = new Source(shownSolution(folder.solution));
  const own = [...form.mistakes, ...form.bugs].map((m) => mistakeOf(solution, m, folder.files));
  const written = new Set(own.map((m) => bare(wrongText(solution.text, m))));
  const standard = standardMistakes(solution).flatMap(({ kind, id, span }): KnownMistake[] => {
    const [name, text] = standardTexts[kind];
    const said = form.standard.get(kind) ?? text;
    if (said === false || written.has(bare(applySpans(solution.text, [span])))) return [];
    return [{ name, id, text: said, spans: [span], imports: [], standard: true }];
  });
  const bugs = form.bugs.flatMap(({ edits }) => spansOfAll(solution, edits));
  if (bugHunt && bugs.length === 0)
    throw formError(1, "a bug hunt has no bugs", 'name them: bugs: { "…": replace("…", "…") }.');
  return {
    starter: bugHunt ? edited(solution, bugs) : starterOf(folder.solution, scaffold),
    solution: solution.text,
    mistakes: [...own, ...standard],
    alternatives: form.alternatives.map((one) => ({
      name: one.name,
      text: fileOf(one, folder.files) ?? edited(solution, spansOfAll(solution, one.edits)),
      ...(one.text !== undefined && { why: one.text }),
    })),
    forbid: form.forbid,
    alike: form.alike,
  };
}
