/**
 * When an exercise should be written again: FSRS, a model of forgetting, fed with how well each recall went.
 * Days are its smallest step and nothing is random, so the same events always give the same dates.
 */
import { createEmptyCard, fsrs, type Grade } from "ts-fsrs";
import type { History, Recall } from "./history.ts";

export interface Review {
  readonly exercise: string;
  /** ISO time from which it is due. */
  readonly due: string;
  /** The chance that it is still known now, 0..1. */
  readonly retrievability: number;
}

const scheduler = fsrs({
  request_retention: 0.9,
  maximum_interval: 365,
  enable_fuzz: false,
  enable_short_term: false,
});

/** The next review of one exercise. `recalls` must not be empty. */
export function scheduleReview(exercise: string, recalls: readonly Recall[], now: Date): Review {
  let card = createEmptyCard(new Date(recalls[0]?.at ?? now));
  for (const r of recalls) card = scheduler.next(card, new Date(r.at), r.rating as Grade).card;
  return {
    exercise,
    due: card.due.toISOString(),
    retrievability: scheduler.get_retrievability(card, now, false),
  };
}

/** The reviews of everything that has been passed, soonest first. */
export function reviewsOf(history: History, now: Date): Review[] {
  return [...history.exercises]
    .filter(([, e]) => e.recalls.length > 0)
    .map(([id, e]) => scheduleReview(id, e.recalls, now))
    .sort((a, b) => Date.parse(a.due) - Date.parse(b.due) || (a.exercise < b.exercise ? -1 : 1));
}
