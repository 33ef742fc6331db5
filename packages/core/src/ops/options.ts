/** Options that are not there, told with what was probably meant: JavaScript itself would ignore them. */
import { optionsError, unknownOptionError } from "../errors.ts";

/**
 * Refuses options that a function does not have, and what is no object of options.
 *
 * @throws UsageError `usage/unknown-option`, `usage/options`
 * @example needOptions("mine", { keepdim: true }, ["keepdim"]) // undefined
 */
export function needOptions(where: string, given: unknown, known: readonly string[]): void {
  if (given === undefined) return;
  if (typeof given !== "object" || given === null || Array.isArray(given) || "node" in given)
    throw optionsError(where, given, known);
  // A layer may hand itself on as the options of its function.
  const kind = Object.getPrototypeOf(given);
  if (kind !== null && kind !== Object.prototype) return;
  for (const name in given) if (!known.includes(name)) throw unknownOptionError(where, name, known);
}

/**
 * As `needOptions`, where there is an option that has no default.
 *
 * @throws UsageError `usage/unknown-option`, `usage/options`
 * @example needGivenOptions("mine", { stepSize: 3 }, ["stepSize"]) // undefined
 */
export function needGivenOptions(where: string, given: unknown, known: readonly string[]): void {
  if (given === undefined) throw optionsError(where, given, known);
  needOptions(where, given, known);
}
