/**
 * Whether somebody at the terminal is searching by trying. Each check is a program of its own there, and the texts
 * before are gone; what is known is what failed when. The same check, again and again within minutes, says that what
 * was changed was little.
 */
import type { LearningEvent } from "@gradus/content";
import { quickFailures, soonMs } from "@gradus/exercise";

/** Whether the latest attempt is the third, sixth, … of a row that failed quickly at one check. */
export function failsQuickly(exercise: string, events: readonly LearningEvent[]): boolean {
  let row = 0;
  let check: string | undefined;
  let before = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (!("exercise" in event) || event.exercise !== exercise || event.kind === "hint") continue;
    if (event.kind !== "attempt" || event.passed) {
      row = 0;
      continue;
    }
    const at = Date.parse(event.at);
    row = row > 0 && event.check === check && at - before <= soonMs ? row + 1 : 1;
    [check, before] = [event.check, at];
  }
  return row > 0 && row % quickFailures === 0;
}
