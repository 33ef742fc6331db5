/** What stands beside an exercise's title: how far one is with it, how long it takes, how hard it is, what hangs on it. */
import type { ExerciseState } from "@gradus/content";
import type { JSX } from "preact";
import { t } from "../strings/strings.ts";

const names: Readonly<Record<ExerciseState, string>> = {
  open: t.stateOpen,
  tried: t.stateTried,
  passed: t.statePassed,
  lane: t.stateLane,
};

export const StateTag = ({ state }: { state: ExerciseState }): JSX.Element => (
  <span class={`state ${state === "lane" ? "passed" : state}`}>{names[state]}</span>
);

interface Rated {
  readonly minutes: number;
  readonly difficulty?: number | undefined;
  readonly importance?: number | undefined;
}

export function RatingLine({ minutes, difficulty, importance }: Rated): JSX.Element {
  const parts = [
    t.minutes(minutes),
    difficulty !== undefined && t.difficulty(difficulty),
    importance !== undefined && t.importance(importance),
  ];
  return <p class="muted small rating-line">{parts.filter(Boolean).join(" · ")}</p>;
}
