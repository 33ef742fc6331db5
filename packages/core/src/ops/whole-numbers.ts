/** Whole numbers that decide a program's shape, such as the lengths of sequences: they are read at once. */
import { needWholes } from "../arguments.ts";
import { optionError } from "../errors.ts";
import { readNode } from "../runtime/realize.ts";
import { isTensor } from "./cast.ts";

/**
 * The whole numbers of a list or of a tensor with one axis.
 *
 * @throws UsageError `usage/option` for anything else, or one below `least`
 * @example wholeNumbers("mine", "lengths", tensor([3, 2])) // [3, 2]
 */
export function wholeNumbers(
  op: string,
  what: string,
  given: unknown,
  least: number = Number.NEGATIVE_INFINITY,
): number[] {
  if (isTensor(given) && given.ndim !== 1)
    throw optionError(op, what, given.shape, "a list or a tensor with one axis");
  const list = isTensor(given) ? Array.from(readNode(given.node)) : given;
  needWholes(op, what, list, least);
  return [...list];
}
