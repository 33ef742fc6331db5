/** The lines of an answer that are being arranged: their order, what it makes, and what the checks say to it. */
import type { Verdict } from "@gradus/exercise";
import { type Arrangement, arranged } from "@gradus/exercise/form";
import { type Signal, signal } from "@preact/signals";
import { request } from "../state/connection.ts";
import { check, gradingOf, withText } from "../state/grading.ts";
import { tell } from "../state/workspace.ts";
import { type Lines, noneTaken } from "./lines.ts";

type Given = Pick<Arrangement, "before" | "head" | "after" | "lines">;

export class OpenArrangement {
  readonly exercise: string;
  readonly given: Given;
  readonly lines: Signal<Lines>;
  readonly verdict: Signal<Verdict | null> = signal<Verdict | null>(null);
  readonly busy: Signal<AbortController | null> = signal<AbortController | null>(null);
  /** Where the text before is kept, once this one has taken its place; null where there was none. */
  readonly put: Signal<{ readonly kept: string | null } | null> = signal(null);

  private constructor(exercise: string, given: Given) {
    this.exercise = exercise;
    this.given = given;
    this.lines = signal(noneTaken(given.lines.length));
  }

  /** Asks for the lines, which counts as help. */
  static async open(exercise: string): Promise<OpenArrangement> {
    const given = await request<Given>(`/api/exercises/${exercise}/lines`);
    await tell({ kind: "arrange", exercise });
    return new OpenArrangement(exercise, given);
  }

  get text(): string {
    const { lines } = this.given;
    return arranged(
      this.given,
      this.lines.value.taken.map((i) => lines[i] ?? ""),
    );
  }

  /** Another order: what the checks said was said to the one before. */
  set(lines: Lines): void {
    this.lines.value = lines;
    this.verdict.value = null;
    this.busy.value?.abort();
  }

  /** Runs the exercise's checks on the lines as they are; no attempt, since it is not the learner's file. */
  async tryIt(): Promise<void> {
    if (this.busy.value) return;
    const controller = new AbortController();
    this.busy.value = controller;
    try {
      const asked = withText(await gradingOf(this.exercise), this.text);
      const verdict = await check(asked, { signal: controller.signal });
      if (!controller.signal.aborted) this.verdict.value = verdict;
    } finally {
      if (this.busy.value === controller) this.busy.value = null;
    }
  }

  /** Puts the lines into the exercise's file; the text before goes to the notes. */
  async putIntoFile(): Promise<void> {
    const { kept } = await request<{ kept: string | null }>(
      `/api/exercises/${this.exercise}/adopt`,
      { method: "POST", body: { text: this.text, why: "lines" } },
    );
    this.put.value = { kept };
  }

  close(): void {
    this.busy.value?.abort();
  }
}
