/**
 * The workbench's state: what was run or checked last, and how far the one under way has come. The result before
 * stays until there is a new one, so that the page does not go empty while somebody waits.
 */
import { attemptOf } from "@gradus/content";
import {
  type Expectation,
  expectationOf,
  type FailedTry,
  type PrintedValue,
  quickFailures,
  type StoodIn,
  triesQuickly,
  typesMayTell,
  type Verdict,
} from "@gradus/exercise";
import { type Signal, signal } from "@preact/signals";
import { problemsSaid } from "../language/client.ts";
import { Curve, type CurvePoint } from "../output/curve.ts";
import { recordRun } from "../output/record.ts";
import type { OpenExercise } from "./exercise.ts";
import { check, gradingOf, run } from "./grading.ts";
import { tell } from "./workspace.ts";

/** What a run or a check came to. */
export interface BenchResult {
  readonly kind: "run" | "check";
  readonly verdict: Verdict;
  readonly values: readonly PrintedValue[];
  readonly curve: readonly CurvePoint[];
  readonly stoodIn: readonly StoodIn[];
  /** The run it was kept as, where it trained something. */
  readonly recorded: string | null;
  /** What the learner is asked before they see what differs; they have tried three times in a row. */
  readonly expectation: Expectation | null;
}

/** A run or check under way. */
export interface BenchWork {
  readonly kind: "run" | "check";
  /** When it began, by `performance.now()`. */
  readonly since: number;
  /** The check it is at, counted from 0. */
  readonly check: { readonly name: string; readonly index: number; readonly of: number } | null;
  readonly printed: readonly string[];
  readonly values: readonly PrintedValue[];
  readonly curve: readonly CurvePoint[];
}

const mostShownWhileRunning = 200;

export class Bench {
  readonly result: Signal<BenchResult | null> = signal(null);
  readonly work: Signal<BenchWork | null> = signal(null);
  readonly #exercise: OpenExercise;
  /** Checks that failed since the last question. */
  #tries: FailedTry[] = [];
  #controller = new AbortController();

  constructor(exercise: OpenExercise) {
    this.#exercise = exercise;
  }

  stop(): void {
    this.#controller.abort();
  }

  #note(news: Partial<BenchWork>): void {
    const work = this.work.value;
    if (work) this.work.value = { ...work, ...news };
  }

  /** What to ask before the difference is shown. In a bug hunt there is nothing of one's own to expect from. */
  #asks({ passed, checks, blame }: Verdict, text: string): Expectation | null {
    if (passed) this.#tries = [];
    const failure = checks.find((c) => c.status === "failed")?.failure;
    if (passed || !failure || blame || this.#exercise.meta.kind === "bug-hunt") return null;
    this.#tries = [...this.#tries, { at: performance.now(), text }].slice(-quickFailures);
    const asked = triesQuickly(this.#tries) ? expectationOf(failure) : undefined;
    if (asked) this.#tries = [];
    return asked ?? null;
  }

  async start(kind: "run" | "check"): Promise<void> {
    if (this.work.value) return;
    const exercise = this.#exercise;
    const { id, title, lesson } = exercise.meta;
    const controller = new AbortController();
    this.#controller = controller;
    const since = performance.now();
    this.work.value = { kind, since, check: null, printed: [], values: [], curve: [] };
    const points = new Curve();
    let frame = 0;
    try {
      await exercise.save();
      const asked = await gradingOf(id);
      const code = exercise.text.value;
      const verdict = await (kind === "run" ? run : check)(asked, {
        signal: controller.signal,
        onCheck: (one) => this.#note({ check: one }),
        onPrinted: (line) =>
          this.#note({
            printed: [...(this.work.value?.printed ?? []), line].slice(-mostShownWhileRunning),
          }),
        onValue: (value) => this.#note({ values: [...(this.work.value?.values ?? []), value] }),
        onPoint: (point) => {
          points.add(point);
          frame ||= requestAnimationFrame(() => {
            frame = 0;
            this.#note({ curve: points.points });
          });
        },
      });
      const stopped = controller.signal.aborted;
      const asks = kind === "check" && !stopped && typesMayTell(verdict);
      const problems = asks ? await problemsSaid(`${id}.ts`, code) : null;
      // A training that was checked and did not pass is a try, not a run to be kept.
      const kept =
        kind === "run" || verdict.passed
          ? await recordRun({
              exercise: id,
              title,
              lesson,
              kind,
              code,
              asked,
              points: points.points,
            })
          : null;
      this.result.value = {
        kind,
        verdict: problems && problems.length > 0 ? { ...verdict, problems } : verdict,
        values: this.work.value?.values ?? [],
        curve: points.points,
        stoodIn: verdict.stoodIn ?? [],
        recorded: kept,
        expectation:
          kind === "check" && !stopped && (problems ?? []).length === 0
            ? this.#asks(verdict, code)
            : null,
      };
      if (kind === "run" || stopped) return;
      if (verdict.passed) exercise.passing.value = code;
      const attempt = attemptOf(verdict);
      if (attempt) await tell(attempt);
    } finally {
      cancelAnimationFrame(frame);
      this.work.value = null;
    }
  }
}
