/**
 * One review: the exercise begun anew. Its text lives in this page (and through a reload of it); the learner's
 * own file is not touched unless they ask for it, and nothing but the rating is written down.
 */
import type { ExerciseSummary } from "@gradus/content";
import type { Verdict } from "@gradus/exercise";
import { type Signal, signal } from "@preact/signals";
import { request } from "../state/connection.ts";
import { check, gradingOf, withText } from "../state/grading.ts";
import { tell } from "../state/workspace.ts";
import { type Rating, ratingFor } from "./due.ts";

interface ExerciseAnswer {
  readonly meta: ExerciseSummary;
  readonly task: string;
  readonly hints: readonly string[];
  readonly starter: string;
  readonly text: string;
  readonly passing: string | null;
}

/** A review's text where the page is loaded again in the middle of it. */
const kept = {
  key: (id: string) => `gradus-review-${id}`,
  read(id: string): string | null {
    try {
      return sessionStorage.getItem(kept.key(id));
    } catch {
      return null;
    }
  },
  write(id: string, text: string | null): void {
    try {
      if (text === null) sessionStorage.removeItem(kept.key(id));
      else sessionStorage.setItem(kept.key(id), text);
    } catch {
      // Without storage a reload begins the review again.
    }
  },
};

export class OpenReview {
  readonly meta: ExerciseSummary;
  readonly task: string;
  readonly hints: readonly string[];
  /** What the learner wrote before, to look at once this one has been tried. */
  readonly earlier: string;
  readonly text: Signal<string>;
  readonly verdict: Signal<Verdict | null> = signal<Verdict | null>(null);
  readonly busy: Signal<AbortController | null> = signal<AbortController | null>(null);
  readonly hintsShown: Signal<number> = signal(0);
  readonly failures: Signal<number> = signal(0);
  readonly gaveUp: Signal<boolean> = signal(false);
  /** The version that was taken as the exercise's file, and where the one before it is. */
  readonly adopted: Signal<{ readonly text: string; readonly kept: string | null } | null> =
    signal(null);

  constructor(answer: ExerciseAnswer) {
    this.meta = answer.meta;
    this.task = answer.task;
    this.hints = answer.hints;
    this.earlier = answer.passing ?? answer.text;
    this.text = signal(kept.read(answer.meta.id) ?? answer.starter);
  }

  static async open(id: string): Promise<OpenReview> {
    return new OpenReview(await request<ExerciseAnswer>(`/api/exercises/${id}`));
  }

  edit(text: string): void {
    this.text.value = text;
    kept.write(this.meta.id, text);
  }

  /** Grades the page's text with the exercise's own checks. */
  async check(): Promise<void> {
    if (this.busy.value) return;
    const controller = new AbortController();
    this.busy.value = controller;
    this.verdict.value = null;
    try {
      const asked = withText(await gradingOf(this.meta.id), this.text.value);
      const verdict = await check(asked, { signal: controller.signal });
      if (controller.signal.aborted) return;
      this.verdict.value = verdict;
      const failed = verdict.checks.find((c) => c.status === "failed");
      // The starter as it is says nothing about what is remembered.
      if (!verdict.passed && failed?.failure?.code !== "exercise/not-done") this.failures.value++;
    } finally {
      this.busy.value = null;
    }
  }

  /** Takes this version as the exercise's file; the one before goes to the notes. */
  async adopt(): Promise<void> {
    const { id } = this.meta;
    const text = this.text.value;
    const body = { text };
    const { kept } = await request<{ kept: string | null }>(`/api/exercises/${id}/adopt`, {
      method: "POST",
      body,
    });
    this.adopted.value = { text, kept };
  }

  hint(): void {
    this.hintsShown.value = Math.min(this.hints.length, this.hintsShown.value + 1);
  }

  /** Whether there is something to rate: a verdict, or having given up. */
  get tried(): boolean {
    return this.verdict.value !== null || this.gaveUp.value;
  }

  /** The rating that the checks speak for. */
  get proposed(): Rating {
    return ratingFor({
      passed: this.verdict.value?.passed === true && !this.gaveUp.value,
      failures: this.failures.value,
      hints: this.hintsShown.value,
    });
  }

  /** Writes the rating down; the review is over. */
  async rate(rating: Rating): Promise<void> {
    await tell({ kind: "review", exercise: this.meta.id, rating });
    kept.write(this.meta.id, null);
  }

  close(): void {
    this.busy.value?.abort();
  }
}
