/** An exercise's grade: its checks, in the order in which they are run. */
import { gradeError } from "../../errors.ts";
import type { Check, Exports, Grade } from "../../types.ts";

/**
 * A grade of checks, easiest first. The type argument is the solution's module, which gives the checks'
 * function names and arguments their types.
 *
 * @throws ExerciseError `exercise/grade` if there is no check or two have one name
 * @example export default defineGrade<typeof import("./solution.ts")>([value({ … })])
 */
export function defineGrade<M extends Exports>(checks: readonly Check<M>[]): Grade<M> {
  if (checks.length === 0) throw gradeError("defineGrade", "there is no check");
  const seen = new Set<string>();
  for (const { name } of checks) {
    if (seen.has(name)) throw gradeError("defineGrade", `two checks are called "${name}"`);
    seen.add(name);
  }
  return checks;
}
