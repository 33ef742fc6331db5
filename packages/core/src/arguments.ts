/**
 * What an argument must be, checked where a function begins: JavaScript itself would carry a wrong one on until
 * something breaks far from the call. One check an argument costs nanoseconds.
 */
import { notANumberError, optionError } from "./errors.ts";

/**
 * Refuses what is no number.
 *
 * @throws UsageError `usage/not-a-number`
 * @example needNumber("mine", "the value", 3) // undefined
 */
export function needNumber(op: string, what: string, value: unknown): asserts value is number {
  if (typeof value !== "number") throw notANumberError(op, what, value);
}

/**
 * Refuses what is no whole number, or one below `least`.
 *
 * @throws UsageError `usage/option`
 * @example needWhole("mine", "count", 3, 1) // undefined
 */
export function needWhole(
  op: string,
  what: string,
  value: unknown,
  least: number = Number.NEGATIVE_INFINITY,
): asserts value is number {
  if (!Number.isInteger(value) || (value as number) < least)
    throw optionError(
      op,
      what,
      value,
      least === Number.NEGATIVE_INFINITY ? "a whole number" : `a whole number from ${least}`,
    );
}

/**
 * Refuses what is no list of whole numbers from `least`.
 *
 * @throws UsageError `usage/option`
 * @example needWholes("mine", "shape", [2, 3], 0) // undefined
 */
export function needWholes(
  op: string,
  what: string,
  value: unknown,
  least: number = Number.NEGATIVE_INFINITY,
): asserts value is readonly number[] {
  if (!Array.isArray(value) || value.some((n) => !Number.isInteger(n) || n < least))
    throw optionError(
      op,
      what,
      value,
      `a list of whole numbers${least === Number.NEGATIVE_INFINITY ? "" : ` from ${least}`}`,
    );
}

/**
 * Refuses what cannot be gone through, such as a number where a list belongs.
 *
 * @throws UsageError `usage/option`
 * @example needList("mine", "parameters", [1]) // undefined
 */
export function needList(
  op: string,
  what: string,
  value: unknown,
): asserts value is Iterable<unknown> {
  if (
    typeof value !== "object" ||
    value === null ||
    typeof (value as Iterable<unknown>)[Symbol.iterator] !== "function"
  )
    throw optionError(op, what, value, "a list");
}

/**
 * Refuses what cannot be called.
 *
 * @throws UsageError `usage/option`
 * @example needFunction("mine", "hook", () => {}) // undefined
 */
export function needFunction(op: string, what: string, value: unknown): void {
  if (typeof value !== "function") throw optionError(op, what, value, "a function");
}
