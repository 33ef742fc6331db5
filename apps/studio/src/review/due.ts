/** Which reviews are due, and how hard one seems to have been. */
import type { Review } from "@gradus/content";

export type Rating = 1 | 2 | 3 | 4;

/** The reviews that are due at a time, the longest overdue first. */
export const dueAt = (reviews: readonly Review[], now: Date): readonly Review[] =>
  reviews.filter((r) => Date.parse(r.due) <= now.getTime());

/** What was done in one review before it is rated. */
export interface Attempted {
  readonly passed: boolean;
  readonly failures: number;
  readonly hints: number;
}

/** The rating that the checks speak for: forgotten where it does not pass, hard where it took help or tries. */
export function ratingFor({ passed, failures, hints }: Attempted): Rating {
  if (!passed || hints >= 3) return 1;
  return hints > 0 || failures > 1 ? 2 : 3;
}
