/**
 * Warnings: what is allowed but seldom meant. Each is told once for each line of the program that causes it, through one
 * channel, so that a terminal and a page can both show it.
 */

import { needFunction } from "./arguments.ts";

/** A warning with the place it comes from. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The stack of the call, as an error's. */
  readonly stack: string;
}

export type WarningListener = (warning: Warning) => void;

let listener: WarningListener | null = null;
const told = new Set<string>();
/** A program that warns from ever new places is heard no more after so many. */
const most = 1000;

/**
 * Hands every warning from now on to `listen`, in place of the console; the result stops it. One listener at a time.
 *
 * @example
 * const heard = [];
 * const stop = onWarning((w) => heard.push(w.code));
 * warn("mine/code", "mine: this is odd.", "look at it.");
 * stop();
 * heard // [mine/code]
 */
export function onWarning(listen: WarningListener): () => void {
  needFunction("onWarning", "listener", listen);
  listener = listen;
  return () => {
    if (listener === listen) listener = null;
  };
}

/** Warns, once for each line that leads here. @example warn("mine/code", "mine: this is odd.", "look at it.") */
export function warn(code: string, message: string, hint: string): void {
  const stack = (new Error().stack ?? "").split("\n").slice(2).join("\n");
  const key = `${code}\n${stack}`;
  if (told.has(key) || told.size >= most) return;
  told.add(key);
  if (listener) listener({ code, message, hint, stack });
  else console.warn(`${message}\nHint: ${hint}\n(${code})\n${stack}`);
}
