/**
 * "What do you expect here?": a learner who tries again and again with small changes is asked for one number of the
 * failing case before the next difference is shown. Whoever says a number finds out whether it is the idea that
 * differs from the task, or the code from the idea.
 */
import { pathText } from "./compare.ts";
import { numberText } from "./show.ts";
import type { Failure } from "./types.ts";

export interface Expectation {
  /** What is asked for, as a question. */
  readonly question: string;
  readonly expected: number;
  /** What the code gives in that place, where that is a number. */
  readonly got?: number;
}

const finite = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);

/** The number of a failing case to ask for: a size of the answer where shapes differ, else the first that differs. */
export function expectationOf({ difference, picture }: Failure): Expectation | undefined {
  const path = difference?.path ?? [];
  const what = path.length === 0 ? "the answer" : pathText(path);
  if (
    picture?.kind === "shapes" &&
    picture.left.name === "yours" &&
    picture.right.name === "expected"
  ) {
    const [yours, right] = [picture.left.shape, picture.right.shape];
    if (yours.length !== right.length)
      return {
        question: `How many directions does the shape of ${what} have?`,
        expected: right.length,
        got: yours.length,
      };
    const axis = right.length + picture.axis;
    const [expected, got] = [right[axis], yours[axis]];
    if (!finite(expected) || !finite(got)) return undefined;
    return { question: `How long is ${what} in direction ${axis}?`, expected, got };
  }
  if (!difference || !finite(difference.expected)) return undefined;
  const { expected, got } = difference;
  return {
    question:
      path.length === 0
        ? "Which number is the answer?"
        : typeof path[0] === "number"
          ? `Which number is at ${what} of the answer?`
          : `Which number is ${what}?`,
    expected,
    ...(finite(got) && { got }),
  };
}

/** What somebody says in their head is about right. */
const meant = (said: number, value: number): boolean =>
  Math.abs(said - value) <= Math.max(0.05 * Math.abs(value), 1e-3);

/** A sentence on what somebody expected, beside what is right and what their code gives. */
export function expectationSaid({ expected, got }: Expectation, said: number): string {
  const right = numberText(expected);
  const gives = got === undefined ? "something that is no number" : numberText(got);
  const likeCode =
    got !== undefined && meant(said, got) && Math.abs(said - got) < Math.abs(said - expected);
  if (likeCode)
    return `You expect what your code gives, ${gives}: it does what you had in mind. The task asks for ${right}, so look at the task again.`;
  if (meant(said, expected))
    return `You expect what is right, ${right}. Your code gives ${gives}: you have the idea, and the code does something else.`;
  return `You expect ${numberText(said)}. The task asks for ${right}, and your code gives ${gives}.`;
}

/** A number as a person writes it, with a point or a comma; undefined for anything else. */
export function readNumber(text: string): number | undefined {
  const tidy = text.trim().replace(/^([+-]?\d*),(\d+)$/, "$1.$2");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(tidy)) return undefined;
  const value = Number(tidy);
  return Number.isFinite(value) ? value : undefined;
}

/** A check that failed: when, and on which text. */
export interface FailedTry {
  /** Milliseconds, by any clock. */
  readonly at: number;
  readonly text: string;
}

/** So many failures one soon after the other, each with few lines changed, are a search by trying. */
export const quickFailures = 3;
export const soonMs: number = 3 * 60_000;
const fewLines = 3;

/** How many lines of two texts are not in both; layout and order aside. */
function changedLines(one: string, other: string): number {
  const count = (text: string): Map<string, number> => {
    const found = new Map<string, number>();
    for (const line of text.split("\n").map((l) => l.trim()))
      if (line !== "") found.set(line, (found.get(line) ?? 0) + 1);
    return found;
  };
  const missing = (a: Map<string, number>, b: Map<string, number>): number =>
    [...a].reduce((n, [line, times]) => n + Math.max(0, times - (b.get(line) ?? 0)), 0);
  const [a, b] = [count(one), count(other)];
  return Math.max(missing(a, b), missing(b, a));
}

/** Whether the latest failures, in order of time, are a search by trying. */
export function triesQuickly(tries: readonly FailedTry[]): boolean {
  const latest = tries.slice(-quickFailures);
  if (latest.length < quickFailures) return false;
  return latest.slice(1).every((now, i) => {
    const before = latest[i] as FailedTry;
    const changed = changedLines(before.text, now.text);
    return now.at - before.at <= soonMs && changed > 0 && changed <= fewLines;
  });
}
