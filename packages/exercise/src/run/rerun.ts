/**
 * The name of a failure in a check that its author wrote out: the check is run again on the known mistakes, and one
 * that fails in the same way, to the digits of what it says, is the cause.
 */
import { randomFrom } from "../random.ts";
import type { Check, CheckContext, Exports, Failure, Outcome } from "../types.ts";

/** What a failure says, where that is more than could be said of many mistakes; else undefined. */
export function fingerprint({ message, got, difference }: Failure): string | undefined {
  const said = JSON.stringify([message, got, difference]);
  return /\d\.\d{3,}/.test(said) ? said : undefined;
}

/** Finds the one mistake that a failing check of behaviour fails with in the same way. */
export async function nameByRerun<M extends Exports>(
  check: Check<M>,
  context: CheckContext<M>,
  failure: Failure,
): Promise<Failure["misconception"]> {
  const { suspects } = context;
  const said = fingerprint(failure);
  if (!suspects || said === undefined) return undefined;
  if (check.kind !== "contract" && check.kind !== "invariant") return undefined;
  const found = new Map<string, string>();
  const end = suspects.begin();
  try {
    for (const suspect of suspects.single()) {
      // With a part of them tried, the one that fits need not be the only one.
      if (!suspects.patient("rerun")) return undefined;
      const again: CheckContext<M> = {
        learner: suspect.exports as M,
        reference: context.reference,
        random: randomFrom(context.seed, { library: context.library }),
        seed: context.seed,
        report: () => {},
        ...(context.library && { library: context.library }),
      };
      let outcome: Outcome;
      try {
        outcome = await check.run(again);
      } catch {
        continue;
      }
      if (!outcome.passed && fingerprint(outcome) === said) found.set(suspect.name, suspect.text);
    }
  } finally {
    end();
  }
  const [only, ...others] = [...found];
  return only && others.length === 0 ? { name: only[0], explanation: only[1] } : undefined;
}
