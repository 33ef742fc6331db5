/**
 * Tests of an exercise's own parts: the starter fails, the solution and every alternative pass, every mistake
 * is caught by the check it names and called by the misconception it names, and a report of the checks that no
 * mistake needs.
 */

import type { ExerciseSource, GradeRequest } from "../ask/protocol.ts";
import { type GradeHere, gradeHere } from "../run/grade-request.ts";
import type { Modules } from "../run/link.ts";
import type { GradeResult } from "../run/run-grade.ts";

/** A file of an exercise's folder. */
export interface PartFile {
  /** `mistakes/forgot-the-mean.ts` */
  readonly path: string;
  readonly text: string;
}

/** An exercise's folder as texts. */
export interface ExerciseParts extends Omit<ExerciseSource, "learner"> {
  readonly starter: string;
  readonly mistakes: readonly PartFile[];
  readonly alternatives: readonly PartFile[];
  /** The exercises it builds on, directly or not. */
  readonly upstream?: readonly ExerciseSource[];
  readonly files?: Readonly<Record<string, string>>;
  readonly assets?: Readonly<Record<string, Uint8Array>>;
}

export interface TestOptions {
  /** What the exercise's files may import: `{ gradus }`. */
  readonly modules: Modules;
  /** Grades one request; in this thread unless told, which an endless loop in a mistake would hang. */
  readonly grade?: (request: GradeRequest) => Promise<GradeResult>;
  readonly limitMs?: number;
  /** The fewest mistakes and alternatives, 4 and 1 unless told. */
  readonly leastMistakes?: number;
  readonly leastAlternatives?: number;
}

export interface ExerciseTest {
  /** What is wrong, one sentence each that starts with a file's name; none if the exercise is sound. */
  readonly problems: readonly string[];
  /** Checks that no mistake is caught by: they may be superfluous, or a mistake is missing. */
  readonly unneededChecks: readonly string[];
  readonly slowestMs: number;
}

const defaultLimitMs = 3000;

/** What a mistake's first lines say. */
export function mistakeLabel(text: string): { caughtBy?: string; misconception?: string } {
  const [first = "", second = ""] = text.split("\n");
  const caughtBy = /^\/\/ caught by: (.+?)\s*$/.exec(first)?.[1];
  const misconception = /^\/\/ misconception: (.+?)\s*$/.exec(second)?.[1];
  return { ...(caughtBy && { caughtBy }), ...(misconception && { misconception }) };
}

/** What a result came to, in a sentence. */
export function resultText(result: GradeResult): string {
  if (result.passed) return "passes";
  const failed = result.checks.find((check) => check.status === "failed");
  if (failed) return `fails "${failed.name}": ${failed.failure?.message ?? ""}`;
  return `cannot be graded: ${result.trouble?.message ?? "no check failed"}`;
}

/** Which check or trouble stopped a result: a check's name, or the kind of trouble. */
const stoppedBy = (result: GradeResult): string | undefined =>
  result.checks.find((check) => check.status === "failed")?.name ?? result.trouble?.kind;

/**
 * Tests one exercise's parts.
 *
 * A mistake that no check can name because it cannot be graded at all says the kind of trouble instead:
 * `// caught by: missing-export`.
 */
export async function testExercise(
  parts: ExerciseParts,
  options: TestOptions,
): Promise<ExerciseTest> {
  const { starter, mistakes, alternatives, upstream = [], files, assets, ...source } = parts;
  const here: GradeHere = {
    modules: options.modules,
    limitMs: options.limitMs ?? defaultLimitMs,
  };
  const grade = options.grade ?? ((request: GradeRequest) => gradeHere(request, here));
  let slowestMs = 0;
  const run = async ({ path, text }: PartFile): Promise<GradeResult> => {
    const started = performance.now();
    const result = await grade({
      exercise: parts.id,
      sources: [{ ...source, learner: text }, ...upstream],
      authored: path,
      ...(files && { files }),
      ...(assets && { assets }),
    });
    slowestMs = Math.max(slowestMs, performance.now() - started);
    return result;
  };

  const problems: string[] = [];
  const right = await run({ path: "solution.ts", text: parts.solution });
  if (!right.passed) problems.push(`solution.ts: it ${resultText(right)}`);
  const begun = await run({ path: "starter.ts", text: starter });
  if (begun.passed) problems.push("starter.ts: it passes, so there is nothing to do.");
  if (begun.trouble?.kind === "syntax" || begun.trouble?.kind === "crash")
    problems.push(`starter.ts: it ${resultText(begun)}`);

  const { leastMistakes = 4, leastAlternatives = 1 } = options;
  if (mistakes.length < leastMistakes)
    problems.push(`mistakes: there are ${mistakes.length}, at least ${leastMistakes} are needed.`);
  if (alternatives.length < leastAlternatives)
    problems.push(
      `alternatives: there are ${alternatives.length}, at least ${leastAlternatives} are needed.`,
    );

  const needed = new Set<string>();
  for (const { path, text } of mistakes) {
    const { caughtBy, misconception } = mistakeLabel(text);
    if (!caughtBy) {
      problems.push(`${path}: its first line does not say "// caught by: <check>".`);
      continue;
    }
    const result = await run({ path, text });
    if (result.trouble?.kind === "crash") {
      problems.push(`${path}: ${result.trouble.message}`);
      continue;
    }
    const by = stoppedBy(result);
    if (by !== undefined) needed.add(by);
    if (by !== caughtBy) {
      problems.push(`${path}: it should be caught by "${caughtBy}", but ${resultText(result)}`);
      continue;
    }
    const failure = result.checks.find((check) => check.status === "failed")?.failure;
    const named = failure?.misconception?.name;
    if (misconception && named !== misconception)
      problems.push(
        `${path}: it should be called "${misconception}", but is ${named ? `called "${named}"` : `only said to be wrong: ${failure?.message ?? ""}`}`,
      );
  }
  for (const { path, text } of alternatives) {
    const result = await run({ path, text });
    if (!result.passed) problems.push(`${path}: it should pass, but ${resultText(result)}`);
  }
  const names = right.checks.map((check) => check.name);
  return { problems, unneededChecks: names.filter((name) => !needed.has(name)), slowestMs };
}

/** The checks that no mistake needs, of several exercises, a line each; empty if there are none. */
export function mutationReport(tests: ReadonlyMap<string, ExerciseTest>): string {
  return [...tests]
    .flatMap(([id, { unneededChecks }]) => unneededChecks.map((name) => `${id}: ${name}`))
    .join("\n");
}
