/**
 * A learner's functions as a check of the author's own code sees them. One that answers with a Promise where the
 * solution answers at once is right all the same: the check is run again from its start when the answer has come,
 * and gets it without a second call. And where the author's code fails on what came back, the failure says what came
 * back and what was expected, and not which line of the author's could not use it.
 */
import { compare } from "../../compare.ts";
import { explain } from "../../explain.ts";
import { randomFrom } from "../../random.ts";
import { comesFromGrade, describeThrown, failureOfThrown, GradeFault } from "../../run/thrown.ts";
import { kindText, show } from "../../show.ts";
import { type Snapshot, snapshot } from "../../snapshot.ts";
import type { CheckContext, Exports, Failure, Outcome } from "../../types.ts";
import { referenceAnswer } from "./call.ts";

/** What a function answered last. */
interface Call {
  readonly of: string;
  readonly args: readonly unknown[];
  readonly answer: unknown;
}

/** Ends a check's run to wait for an answer. */
class Waiting extends Error {
  readonly answer: Promise<unknown>;
  constructor(answer: Promise<unknown>) {
    super("waits for an answer");
    this.answer = answer;
  }
}

const answersLater = (f: unknown): boolean => /^\s*async\b/.test(String(f));
const isClass = (f: unknown): boolean => /^\s*class\b/.test(String(f));

type Callable = (...args: unknown[]) => unknown;

/** The learner's exports; `come` holds the answers that were waited for, by the number of their call. */
function watched<M extends Exports>(
  { learner, reference }: CheckContext<M>,
  come: ReadonlyMap<number, unknown>,
  heard: (call: Call) => void,
): { learner: M; number: () => number } {
  let calls = -1;
  const entries = Object.entries(learner).map(([name, value]) => {
    const right = (reference as Record<string, unknown>)[name];
    if (typeof value !== "function" || typeof right !== "function" || isClass(value))
      return [name, value];
    const watch: ProxyHandler<Callable> = {
      apply(f, self, args) {
        calls++;
        const answer = come.has(calls) ? come.get(calls) : Reflect.apply(f, self, args);
        if (answer instanceof Promise && !answersLater(right)) throw new Waiting(answer);
        heard({ of: name, args, answer });
        return answer;
      },
    };
    return [name, new Proxy(value as Callable, watch)];
  });
  return { learner: Object.fromEntries(entries) as M, number: () => calls };
}

/** A failure about an answer that the author's code could not use. */
export async function unusable<M extends Exports>(
  context: CheckContext<M>,
  { of, args, answer }: Call,
  error: unknown,
): Promise<Failure> {
  const { message, code } = describeThrown(error);
  const about = { ...(code !== undefined && { code }) };
  let got: Snapshot;
  try {
    got = await snapshot(await answer);
  } catch (unreadable) {
    return failureOfThrown(of, unreadable);
  }
  let expected: Snapshot | undefined;
  try {
    expected = await referenceAnswer(context, of, args);
  } catch {
    // The arguments may have been used up.
  }
  const mismatch = expected && compare(got, expected);
  if (!expected || !mismatch)
    return {
      ...about,
      message: `${of}: the check could not go on with what it returned, ${kindText(got)}: ${message}`,
      got: show(got),
    };
  const why = explain(mismatch);
  return {
    ...about,
    message: `${of}: ${mismatch.sentence}${why ? ` ${why}` : ""}`,
    expected: show(expected),
    got: show(got),
    difference: mismatch.difference,
    ...(mismatch.picture && { picture: mismatch.picture }),
  };
}

/** Runs an author's code on a learner's exports. @throws what the learner's code throws */
export async function runWatched<M extends Exports>(
  context: CheckContext<M>,
  run: (context: CheckContext<M>) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const come = new Map<number, unknown>();
  for (;;) {
    let last: Call | undefined;
    const { learner, number } = watched(context, come, (call) => {
      last = call;
    });
    // Each run from the start draws the same numbers.
    context.library?.manualSeed?.(context.seed);
    try {
      const random = randomFrom(context.seed, { library: context.library });
      return await run({ ...context, learner, random });
    } catch (error) {
      if (error instanceof Waiting) {
        come.set(number(), await error.answer);
        continue;
      }
      if (error instanceof GradeFault || !comesFromGrade(error)) throw error;
      if (!last) throw new GradeFault(error);
      return { passed: false, ...(await unusable(context, last, error)) };
    }
  }
}
