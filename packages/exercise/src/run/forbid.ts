/**
 * Library calls that a task asks to be built: they work as ever, and those that the learner's own file makes are
 * counted, with their lines. Calls inside the library, and those of solutions and grades, are nobody's fault.
 */
import { gradeError } from "../errors.ts";
import type { Check } from "../types.ts";
import { learnerFile, lineOf } from "./line.ts";
import { type Call, replaced } from "./stand-in.ts";

export interface Watch {
  /** The library with the watched calls in it. */
  readonly gradus: object;
  /** The check that fails where one was made, or none if nothing is watched. */
  readonly checks: readonly Check[];
  /** Gives the library its methods back. */
  readonly close: () => void;
}

/** The frames of a stack that have a line, innermost first. */
const framesOf = (stack: string): string[] =>
  stack.split("\n").filter((line) => /:\d+:\d+\)?\s*$/.test(line));

/** The line of the learner's file that makes the call this is asked in, if it is the learner's file. */
function callingLine(byWayOfLibrary: boolean): number | undefined {
  const error = new Error();
  // This function, the watched call, and then whoever called it.
  const callers = framesOf(String(error.stack)).slice(2);
  const caller = byWayOfLibrary ? callers.find((f) => f.includes("exercise-")) : callers[0];
  if (!caller?.includes(`${learnerFile}:`)) return undefined;
  return lineOf(error, learnerFile);
}

/** Where programs find a call: the places that exist for a bare name, or the one that is written out. */
function placesOf(call: string): string[] {
  if (call.includes(".")) return [call];
  const title = call.charAt(0).toUpperCase() + call.slice(1);
  return [
    call,
    `Tensor.${call}`,
    `Tensor.${call}_`,
    `nn.functional.${call}`,
    `nn.${title}.forward`,
  ];
}

/** The holder of a method, to give it back; undefined for a function of a namespace. */
function prototypeAt(gradus: object, path: readonly string[]): object | undefined {
  let at: unknown = gradus;
  for (const name of path.slice(0, -1)) at = (at as Record<string, unknown>)?.[name];
  return typeof at === "function" ? (at.prototype as object) : undefined;
}

/** Watches calls of the library. @throws ExerciseError `exercise/grade` for a call that the library has not */
export function watchCalls(forbid: readonly string[], shared: object): Watch {
  const made: { call: string; line: number }[] = [];
  const undo: (() => void)[] = [];
  let gradus = shared;
  for (const call of forbid) {
    const found = placesOf(call).filter((place) => {
      const path = place.split(".");
      const prototype = prototypeAt(gradus, path);
      const method = path.at(-1) as string;
      const before = prototype && Object.getOwnPropertyDescriptor(prototype, method);
      const next = replaced(gradus, path, (original) => {
        const watched: Call = function watched(this: unknown, ...args: unknown[]): unknown {
          const line = callingLine(method === "forward");
          if (line !== undefined) made.push({ call: method === "forward" ? place : method, line });
          return original.apply(this, args);
        };
        return watched;
      });
      if (!next) return false;
      gradus = next;
      if (prototype)
        undo.push(() => {
          // In a worker that is closed for good there is nobody to give it back to.
          if (Object.isFrozen(prototype)) return;
          if (before) Object.defineProperty(prototype, method, before);
          else delete (prototype as Record<string, unknown>)[method];
        });
      return true;
    });
    if (found.length === 0) throw gradeError("forbid", `the library has no call ${call}`);
  }
  const check: Check = {
    name: "is built without the library's own",
    kind: "contract",
    usual: true,
    run: () => {
      const [first] = made;
      if (!first) return { passed: true };
      const { call, line } = first;
      return {
        passed: false,
        line,
        message: `Line ${line} calls ${call}, which does what this exercise asks you to build. The numbers are right; now write it without ${call}.`,
      };
    },
  };
  return {
    gradus,
    checks: forbid.length > 0 ? [check] : [],
    close: () => {
      for (const one of undo.reverse()) one();
    },
  };
}
