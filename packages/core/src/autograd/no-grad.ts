/** Switching the recording of gradients off and on, for programs: with functions that may be asynchronous. */
import { needFunction } from "../arguments.ts";
import { mode } from "./tape.ts";

/**
 * Runs `fn` without recording gradients and returns its result. An asynchronous `fn` has the mode to itself until it
 * is done: code that runs meanwhile goes on recording.
 *
 * @throws GradError `grad/overlap` in browsers, which cannot tell whose turn it is, for asynchronous functions that
 *   overlap
 * @example noGrad(() => tensor([1], { requiresGrad: true }).mul(2)).requiresGrad // false
 */
export function noGrad<T>(fn: () => T): T {
  needFunction("noGrad", "fn", fn);
  return mode.within("noGrad", false, fn);
}

/**
 * Runs `fn` with recording switched on, inside a `noGrad` too; asynchronous functions as `noGrad` does.
 *
 * @example noGrad(() => enableGrad(() => tensor([1], { requiresGrad: true }).mul(2))).requiresGrad // true
 */
export function enableGrad<T>(fn: () => T): T {
  needFunction("enableGrad", "fn", fn);
  return mode.within("enableGrad", true, fn);
}
