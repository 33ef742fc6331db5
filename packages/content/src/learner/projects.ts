/** How a learner's projects stand, folded from the events: what was decided on, and what was measured each time. */
import type { LearningEvent } from "./events.ts";

type Values = Readonly<Record<string, number | null>>;

export interface ProjectHistory {
  /** Ids of actions, in order. */
  readonly decisions: readonly string[];
  /** What was measured at the beginning and after each decision: one more than there are decisions. */
  readonly values: readonly Values[];
  readonly handedIn: boolean;
}

/** The projects that were begun, by lesson and name. One that is begun anew starts over. */
export function projectsOf(events: readonly LearningEvent[]): Record<string, ProjectHistory> {
  const projects = new Map<string, ProjectHistory>();
  for (const event of events) {
    if (event.kind !== "project") continue;
    const { act, action, values = {} } = event;
    const id = `${event.lesson}/${event.project}`;
    const before = projects.get(id);
    if (act === "begin") {
      projects.set(id, { decisions: [], values: [values], handedIn: false });
    } else if (before && !before.handedIn) {
      if (act === "hand-in") projects.set(id, { ...before, handedIn: true });
      else if (action !== undefined)
        projects.set(id, {
          decisions: [...before.decisions, action],
          values: [...before.values, values],
          handedIn: false,
        });
    }
  }
  return Object.fromEntries(projects);
}
