/**
 * When an exercise should be written again: FSRS, a model of forgetting, fed with how well each recall went.
 * Days are its smallest step: what is due on a day is due from its midnight on, by the reader's clock. Nothing is
 * random, so the same events always give the same dates.
 *
 * Exercises that passed on one day would all come back on one day. So each date is moved by up to a seventh of its
 * interval, and by up to a day where that is less, in a direction that hangs on the exercise's id and on how often
 * it was recalled. (FSRS has such a spread too, but leaves the first interval, which is the crowded one, alone.)
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

const dayMs = 86_400_000;

/** A number from 0 to just below 1 that looks random and is the same for the same text: FNV-1a, then mixed. */
function shareOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** By how many whole days a review moves, from its interval in days. */
function moved(exercise: string, recalls: number, interval: number): number {
  if (interval < 2) return 0;
  const most = Math.max(1, Math.floor(interval / 7));
  return Math.floor(shareOf(`${exercise} ${recalls}`) * (2 * most + 1)) - most;
}

/** The next review of one exercise. `recalls` must not be empty. */
export function scheduleReview(exercise: string, recalls: readonly Recall[], now: Date): Review {
  let card = createEmptyCard(new Date(recalls[0]?.at ?? now));
  for (const r of recalls) card = scheduler.next(card, new Date(r.at), r.rating as Grade).card;
  const due = new Date(
    card.due.getTime() + moved(exercise, recalls.length, card.scheduled_days) * dayMs,
  );
  due.setHours(0, 0, 0, 0);
  return {
    exercise,
    due: due.toISOString(),
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

/** The reviews whose day has come, the longest overdue first. */
export const dueReviews = (reviews: readonly Review[], now: Date): Review[] =>
  reviews.filter((r) => Date.parse(r.due) <= now.getTime());

/** Whether a review was done on the day of `now`, by the reader's clock. */
export const reviewedToday = (history: History, now: Date): boolean =>
  [...history.exercises.values()].some((e) =>
    e.recalls.slice(1).some((r) => new Date(r.at).toDateString() === now.toDateString()),
  );
