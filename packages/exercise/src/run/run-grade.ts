/**
 * Runs a grade: the checks in order, up to the first that fails. What a check throws is the learner's fault
 * unless the grade's own code threw it; a promise nobody will settle ends the run instead of hanging it.
 */
import { randomFrom, seedOf } from "../random.ts";
import type {
  Check,
  CheckContext,
  CheckReport,
  Exports,
  Failure,
  Grade,
  Outcome,
  Suspects,
  TensorLibrary,
  Trouble,
  Verdict,
} from "../types.ts";
import { missingExport } from "./missing-export.ts";
import { nameByRerun } from "./rerun.ts";
import { describeThrown, failureOfThrown, GradeFault } from "./thrown.ts";

/** What the surroundings know of work that is still to come. */
export interface Activity {
  /** Timers and the like that will still fire. */
  readonly pending: () => number;
  /** Counts what has fired. */
  readonly fired: () => number;
}

export interface RunGradeOptions<M extends Exports = Exports> {
  readonly learner: M;
  readonly reference: M;
  /** The tensor library, `import * as gradus from "gradus"`; gradient checks and seeding need it. */
  readonly library?: TensorLibrary;
  readonly seed?: number;
  /** The learner's file as it is written, for what it says of an export that is missing. */
  readonly text?: string;
  readonly report?: CheckContext<M>["report"];
  readonly onCase?: CheckContext<M>["onCase"];
  /** Hears each check as it begins, counted from 0, and how many there are. */
  readonly onCheck?: (name: string, index: number, of: number) => void;
  /** The longest a check may wait for a promise; a loop cannot be stopped from here. */
  readonly limitMs?: number;
  /** Tells a promise that nobody will settle early. */
  readonly activity?: Activity;
  /** Wrong answers that are known, for the name of a failure. */
  readonly suspects?: Suspects;
}

export type GradeResult = Pick<Verdict, "passed" | "checks" | "trouble" | "stoodIn" | "timing">;

/** Kept from before anything can be replaced. */
const timers = {
  setInterval: setInterval.bind(globalThis),
  clearInterval: clearInterval.bind(globalThis),
};

export const unsettled: Trouble = {
  kind: "unsettled",
  message:
    "A promise was awaited that never settles. Look for a promise whose resolve is not called, or an await of something that does not finish.",
};

const defaultLimitMs = 10_000;
const tickMs = 50;
/** Ticks without anything to wait for after which a promise counts as forgotten. */
const idleTicks = 10;

/** Ticks without anything happening after which a program counts as over. */
const restTicks = 2;

class Unsettled extends Error {}

type Patience = Pick<RunGradeOptions, "limitMs" | "activity">;

/** Rejects when waiting has become pointless. */
function untilPointless(
  limitMs: number,
  activity?: Activity,
): { over: Promise<never>; stop: () => void } {
  let timer: ReturnType<typeof setInterval>;
  const over = new Promise<never>((_, reject) => {
    let idle = 0;
    let waited = 0;
    let fired = activity?.fired() ?? 0;
    timer = timers.setInterval(() => {
      waited += tickMs;
      const now = activity?.fired() ?? 0;
      idle = activity && activity.pending() === 0 && now === fired ? idle + 1 : 0;
      fired = now;
      if (idle >= idleTicks || waited >= limitMs) reject(new Unsettled());
    }, tickMs);
  });
  over.catch(() => {});
  return { over, stop: () => timers.clearInterval(timer) };
}

/** The end of some work; undefined when nobody will end it. Rejects with what it throws. */
export async function endOf<T>(
  work: () => T | Promise<T>,
  { limitMs = defaultLimitMs, activity }: Patience,
): Promise<{ readonly value: T } | undefined> {
  const watch = untilPointless(limitMs, activity);
  try {
    return { value: await Promise.race([Promise.resolve().then(work), watch.over]) };
  } catch (error) {
    if (error instanceof Unsettled) return undefined;
    throw error;
  } finally {
    watch.stop();
  }
}

/** Resolves when what was left running has come to rest: no timer is to come, and no value is read any more. */
export function rest({ limitMs = defaultLimitMs, activity }: Patience): Promise<void> {
  return new Promise((resolve) => {
    let idle = 0;
    let waited = 0;
    let fired = activity?.fired() ?? 0;
    const timer = timers.setInterval(() => {
      waited += tickMs;
      const now = activity?.fired() ?? 0;
      idle = (activity?.pending() ?? 0) === 0 && now === fired ? idle + 1 : 0;
      fired = now;
      if (idle < restTicks && waited < limitMs) return;
      timers.clearInterval(timer);
      resolve();
    }, tickMs);
  });
}

async function runCheck<M extends Exports>(
  check: Check<M>,
  context: CheckContext<M>,
  options: RunGradeOptions<M>,
): Promise<{ outcome: Outcome; trouble?: Trouble }> {
  try {
    const end = await endOf(() => check.run(context), options);
    if (end) return { outcome: end.value };
    return { outcome: { passed: false, message: unsettled.message }, trouble: unsettled };
  } catch (error) {
    if (error instanceof GradeFault) {
      const { message } = describeThrown(error.fault);
      const said = `The exercise's own check "${check.name}" is broken: ${message}`;
      return {
        outcome: { passed: false, message: said },
        trouble: { kind: "crash", message: said },
      };
    }
    return { outcome: { passed: false, ...failureOfThrown("Your code", error) } };
  }
}

/** All checks as not run, for code that could not even be loaded. */
export function notRun(grade: Grade): CheckReport[] {
  return grade.map(({ name, kind }) => ({ name, kind, status: "not-run" }));
}

/** Grades what a learner's file exports. It never throws for what the learner's code does. */
export async function runGrade<M extends Exports>(
  grade: Grade<M>,
  options: RunGradeOptions<M>,
): Promise<GradeResult> {
  const { learner, reference, library, seed = 1, report = () => {}, onCase, suspects } = options;
  const missing = missingExport(learner, reference, options.text);
  const checks = notRun(grade as Grade);
  if (missing) return { passed: false, checks, trouble: missing };
  for (const [i, check] of grade.entries()) {
    const own = seedOf(seed, check.name);
    const context: CheckContext<M> = {
      learner,
      reference,
      random: randomFrom(own, { library }),
      seed: own,
      report,
      ...(onCase && { onCase }),
      ...(library && { library }),
      ...(suspects && { suspects }),
    };
    const { name, kind } = check;
    options.onCheck?.(name, i, grade.length);
    onCase?.();
    const { outcome, trouble } = await runCheck(check, context, options);
    if (outcome.passed) {
      checks[i] = { name, kind, status: "passed" };
      continue;
    }
    const { passed: _, ...failure }: { passed: false } & Failure = outcome;
    const misconception = failure.misconception ?? (await nameByRerun(check, context, failure));
    checks[i] = {
      name,
      kind,
      status: "failed",
      failure: { ...failure, ...(misconception && { misconception }) },
    };
    return { passed: false, checks, ...(trouble && { trouble }) };
  }
  return { passed: true, checks };
}
