/**
 * What a learner's code threw, as a failure: the message, the line of their file, and for shapes that do not
 * fit a picture of the two. Errors of the tensor library are known by their `code` and `details`.
 */
import { differingAxis } from "../compare.ts";
import type { Failure, Picture, Trouble } from "../types.ts";
import { lineOf } from "./line.ts";

/** Marks an error of the grade or the reference, which is not the learner's fault. */
export class GradeFault extends Error {
  readonly fault: unknown;
  constructor(fault: unknown) {
    super(fault instanceof Error ? fault.message : String(fault));
    this.name = "GradeFault";
    this.fault = fault;
  }
}

const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((n) => typeof n === "number");

/** The two shapes an error speaks of and where they clash. */
function pictureOf(code: string, details: Readonly<Record<string, unknown>>): Picture | undefined {
  const shapes = Object.entries(details).filter((entry): entry is [string, readonly number[]] =>
    isShape(entry[1]),
  );
  const [left, right] = shapes;
  if (!code.startsWith("shape/") || !left || !right) return undefined;
  const names: Record<string, string> = { a: "left", b: "right" };
  const axis =
    typeof details.axis === "number" && details.axis < 0
      ? details.axis
      : code === "shape/matmul"
        ? -1
        : differingAxis(left[1], right[1]);
  return {
    kind: "shapes",
    left: { name: names[left[0]] ?? left[0], shape: [...left[1]] },
    right: { name: names[right[0]] ?? right[0], shape: [...right[1]] },
    axis,
    ...(code === "shape/matmul" && right[1].length > 1 && { rightAxis: -2 }),
  };
}

interface Thrown {
  readonly message: string;
  readonly line?: number;
  readonly code?: string;
  readonly picture?: Picture;
}

/** What is known of anything that can be thrown, also of what throws when it is looked at. */
export function describeThrown(thrown: unknown): Thrown {
  try {
    return describe(thrown);
  } catch {
    return { message: "threw something that cannot be read" };
  }
}

function describe(thrown: unknown): Thrown {
  if (!(thrown instanceof Error)) return { message: `threw ${String(thrown)}, which is no Error` };
  const error = thrown as Error & { code?: unknown; details?: unknown };
  const code = typeof error.code === "string" ? error.code : undefined;
  const known = code?.includes("/");
  const text = String(thrown.message);
  const message =
    thrown instanceof RangeError && /call stack/i.test(text)
      ? "The function calls itself without an end: the call stack is full."
      : known
        ? text.replace(/\n\([\w/-]+\)$/, "")
        : `${thrown.name}: ${text}`;
  const line = lineOf(thrown);
  const picture =
    code && typeof error.details === "object" && error.details !== null
      ? pictureOf(code, error.details as Record<string, unknown>)
      : undefined;
  return {
    message,
    ...(line !== undefined && { line }),
    ...(code !== undefined && { code }),
    ...(picture && { picture }),
  };
}

/** Whether an error was thrown by a grade's own code, or by what that called, and not by the learner's. */
export function comesFromGrade(thrown: unknown): boolean {
  const stack = thrown instanceof Error && typeof thrown.stack === "string" ? thrown.stack : "";
  const innermost = /\bexercise-(learner|upstream|grade|file|solution)\b/.exec(stack)?.[1];
  return innermost === "grade" || innermost === "file" || innermost === "solution";
}

/** A throw as a check's failure. */
export function failureOfThrown(of: string, thrown: unknown): Failure {
  const { message, ...rest } = describeThrown(thrown);
  const said = message.startsWith(`${of}:`) ? message : `${of} threw: ${message}`;
  return { message: said, ...rest };
}

/** A throw that no check was waiting for: while a file is loaded, in a timer, in a promise nobody awaits. */
export function throwTrouble(thrown: unknown): Trouble {
  const { message, line, code } = describeThrown(thrown);
  return {
    kind: "throw",
    message,
    ...(line !== undefined && { line }),
    ...(code !== undefined && { code }),
  };
}
