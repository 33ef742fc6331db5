/** Hints come one at a time, from a nudge to nearly the answer, and start again when an exercise is begun again. */
import type { LearningEvent } from "@gradus/content";

/** How many hints of an exercise have been shown since it was last begun. */
export function hintsShown(id: string, events: readonly LearningEvent[]): number {
  let level = 0;
  for (const event of events) {
    if (!("exercise" in event) || event.exercise !== id) continue;
    if (event.kind === "reset") level = 0;
    else if (event.kind === "hint") level = Math.max(level, event.level);
  }
  return level;
}
