/** What a verdict says about what a learner knows, as an event. */
import type { Verdict } from "@gradus/exercise";
import type { LearningAct } from "./events.ts";

/**
 * The attempt a verdict stands for, or null where it says nothing about what is known here: an earlier exercise is
 * the cause, or nothing is written yet. A run that somebody stopped is for the caller to leave out.
 */
export function attemptOf(verdict: Verdict): LearningAct | null {
  const failed = verdict.checks.find((c) => c.status === "failed");
  if (verdict.blame || failed?.failure?.code === "exercise/not-done") return null;
  const misconception = failed?.failure?.misconception?.name;
  return {
    kind: "attempt",
    exercise: verdict.exercise,
    passed: verdict.passed,
    ...(failed && { check: failed.name }),
    ...(misconception !== undefined && { misconception }),
  };
}
