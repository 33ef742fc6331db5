/** What the exercises passed last say about a learner: how well it goes, for what is offered next. */
import type { ExerciseHistory, History } from "./history.ts";

/** So many of the latest passes are looked at. */
export const lookBack = 3;
const fewFailures = 2;

/** The exercises passed last, the latest first; fewer than `lookBack` at the beginning. */
export function latestPassed(history: History, except?: string): ExerciseHistory[] {
  const firstPass = (e: ExerciseHistory): string => e.recalls[0]?.at ?? "";
  return [...history.exercises]
    .filter(([id, e]) => id !== except && e.recalls.length > 0)
    .map(([, e]) => e)
    .sort((a, b) => firstPass(b).localeCompare(firstPass(a)))
    .slice(0, lookBack);
}

/** Whether the latest passes needed no hint and few tries. */
export function goesWell(history: History, except?: string): boolean {
  const latest = latestPassed(history, except);
  return (
    latest.length === lookBack &&
    latest.every((e) => e.hintLevel === 0 && e.failedAttempts <= fewFailures)
  );
}
