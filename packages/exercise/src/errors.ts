/**
 * Every error of the exercise engine: what a learner's file may not do, and what an author's grade got
 * wrong. A message says where, what with the actual values, and one next step; its code never changes.
 */
import type { ReportedPoint } from "./types.ts";

/** An error the exercise engine throws on purpose. */
export class ExerciseError extends Error {
  readonly code: string;
  readonly line?: number;

  constructor(code: string, message: string, hint: string, line?: number) {
    super(`${message}\nHint: ${hint}\n(${code})`);
    this.name = "ExerciseError";
    this.code = code;
    if (line !== undefined) this.line = line;
  }
}

/** A starter's body: the learner has not written it yet. */
export function notDone(name: string): never {
  throw new ExerciseError(
    "exercise/not-done",
    `${name}: not written yet.`,
    "replace this line with your own code.",
  );
}

/** An import of something a learner's file may not have. */
export function refusedImportError(
  file: string,
  specifier: string,
  allowed: readonly string[],
  line?: number,
): ExerciseError {
  return new ExerciseError(
    "exercise/import",
    `${file}: "${specifier}" cannot be imported here.`,
    `an exercise may import ${allowed.map((a) => `"${a}"`).join(", ") || "nothing"}.`,
    line,
  );
}

/** A call of `import()`. */
export function dynamicImportError(file: string, line: number): ExerciseError {
  return new ExerciseError(
    "exercise/dynamic-import",
    `${file}: import() cannot be used here.`,
    "write an import statement at the top of the file.",
    line,
  );
}

/** Text that is not a program. */
export function syntaxError(file: string, what: string, line?: number): ExerciseError {
  return new ExerciseError(
    "exercise/syntax",
    `${file}: ${what}${line === undefined ? "" : ` in line ${line}`}.`,
    "look for a missing bracket, quote or comma there or just before.",
    line,
  );
}

/** Files that import each other in a ring. */
export function importCycleError(files: readonly string[]): ExerciseError {
  return new ExerciseError(
    "exercise/import-cycle",
    `${files[0]}: it imports itself by way of ${files.slice(1).join(", ")}.`,
    "move what both need into the earlier exercise.",
  );
}

/** Something a program in an exercise may not use. */
export function refusedCallError(name: string): ExerciseError {
  return new ExerciseError(
    "exercise/refused",
    `${name}: it is switched off while an exercise is checked.`,
    "write the code itself; nothing has to be made from text here.",
  );
}

/** A call of the library that watches or changes the engine for everybody. */
export function withheldCallError(name: string): ExerciseError {
  return new ExerciseError(
    "exercise/refused",
    `${name}: it is switched off in exercises, since the checks run on the same engine.`,
    "leave the call out; no exercise needs it.",
  );
}

/** An answer that no exercise asks for. */
export function tooLargeError(most: number): ExerciseError {
  return new ExerciseError(
    "exercise/too-large",
    `The answer holds more than ${most.toLocaleString("en")} values and was not read to its end.`,
    "look for a list that grows without an end, or a shape that has become far too large.",
  );
}

/** The bytes of a data file that was sent with the exercise; a copy. */
export function asset(name: string): Uint8Array {
  throw missingAssetError(name, []);
}

/**
 * Tells the page a point of a curve while a network trains, and with `of` how many steps there will be. Where nobody
 * listens it does nothing.
 */
export function report(_point: ReportedPoint): void {}

/** A data file that was not sent. */
export function missingAssetError(name: string, sent: readonly string[]): ExerciseError {
  return new ExerciseError(
    "exercise/asset",
    `asset: there is no data called "${name}" (sent: ${sent.join(", ") || "nothing"}).`,
    "name data that comes with the exercise.",
  );
}

/** A fault of an exercise's own grade or solution, not of the learner. */
export function gradeError(check: string, what: string): ExerciseError {
  return new ExerciseError(
    "exercise/grade",
    `${check}: ${what}.`,
    "this is a fault of the exercise, not of your code; please report it.",
  );
}

/** A grade's form that cannot be read, or that does not fit the solution. */
export function formError(line: number, what: string, hint: string): ExerciseError {
  return new ExerciseError("exercise/form", `grade.ts:${line}: ${what}.`, hint, line);
}
