/** Other right answers to an exercise that has passed, and how long they take beside the learner's. */
import type { Timing } from "@gradus/exercise";
import { request } from "../state/connection.ts";
import { gradingOf, timeOf } from "../state/grading.ts";

/** As the server hands it out. */
export interface AnswerText {
  readonly text: string;
  /** Lines with code, without comments and imports. */
  readonly lines: number;
}

export interface OtherAnswer extends AnswerText {
  readonly name: string;
  readonly why?: string;
}

export interface Answers {
  readonly mine: AnswerText | null;
  readonly others: readonly OtherAnswer[];
}

export const loadAnswers = (id: string): Promise<Answers> =>
  request<Answers>(`/api/exercises/${id}/answers`);

/** Takes the times in a worker; undefined where the learner's answer is not there or did not run. */
export async function timeAnswers(
  id: string,
  { mine, others }: Answers,
  signal: AbortSignal,
): Promise<Timing | undefined> {
  if (!mine) return undefined;
  return timeOf(await gradingOf(id), mine.text, others, signal);
}
