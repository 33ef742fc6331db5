/**
 * Lines of a learner's file in errors. Loaded code carries a name of its own (`sourceURL`) and keeps its
 * lines; engines add a few in front when a function is made from text, and how many is measured once.
 */

/** What loaded files are called in stack traces; the learner's own file is `learnerFile`. */
export const learnerFile = "exercise-learner";

const pattern = (file: string): RegExp => new RegExp(`\\b${file}:(\\d+):(\\d+)`);

let added: number | null = null;

/** The lines an engine puts in front of a function's text. */
function linesAdded(): number {
  if (added === null) {
    const probe = new Function(
      "require",
      "module",
      "exports",
      "return new Error().stack\n//# sourceURL=exercise-probe",
    ) as () => string | undefined;
    const line = pattern("exercise-probe").exec(probe() ?? "")?.[1];
    added = line === undefined ? 0 : Number(line) - 1;
  }
  return added;
}

/** Measures now, for a place where functions can later not be made from text. */
export function prepareLines(): void {
  linesAdded();
}

/** The innermost line of the learner's file in an error's stack. */
export function lineOf(error: Error, file: string = learnerFile): number | undefined {
  const own = (error as { line?: unknown }).line;
  if (typeof own === "number") return own;
  const found = typeof error.stack === "string" ? pattern(file).exec(error.stack)?.[1] : undefined;
  return found === undefined ? undefined : Number(found) - linesAdded();
}

/**
 * Lets stacks reach down to the learner's file through a model's layers, where engines cut them at ten calls. To be
 * called before a world is closed; later it changes nothing.
 */
export function deepStacks(): void {
  try {
    Error.stackTraceLimit = 60;
  } catch {
    // The world is closed already.
  }
}

/** Every place of a loaded file in an error's stack, innermost first; lines and columns from 1. */
export function placesOf(error: Error, file: string): { line: number; column: number }[] {
  const stack = typeof error.stack === "string" ? error.stack : "";
  const every = new RegExp(pattern(file).source, "g");
  return [...stack.matchAll(every)].map((match) => ({
    line: Number(match[1]) - linesAdded(),
    column: Number(match[2]),
  }));
}
