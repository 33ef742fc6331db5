/**
 * How long right answers take, for a learner who wants to compare theirs with others: all on the same input, in turn,
 * so that a machine that gets slower does so for each of them. Values are read, since nothing is computed before.
 */
import { randomFrom, seedOf } from "../random.ts";
import { snapshot } from "../snapshot.ts";
import type {
  Check,
  CheckContext,
  Exports,
  Grade,
  MakeArgs,
  TensorLibrary,
  Timing,
} from "../types.ts";

export interface TimeOptions {
  readonly learner: Exports;
  readonly others: readonly { readonly name: string; readonly text: string }[];
  readonly load: (text: string) => Exports;
  readonly reference: Exports;
  readonly seed: number;
  readonly library?: TensorLibrary;
}

/** Kept from before anything can be replaced. */
const now = performance.now.bind(performance);

/**
 * Clocks of browsers are coarse, so short calls are measured several at a time; but no longer than a busy machine
 * leaves a program alone, or most of what is measured is others' work.
 */
const leastMs = 0.7;
const mostCalls = 50;
const mostRounds = 31;
const warmCalls = 100;
const warmMs = 50;
const budgetMs = 2500;

/** Makes a run ready: its input is there before its time begins. */
type Prepare = (answer: Exports) => () => Promise<unknown>;

interface Work {
  readonly of: string;
  readonly prepare: Prepare;
}

/** How many numbers a value holds, in tensors and lists of them. */
function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === "number") return 1;
  if (typeof value !== "object" || value === null || depth > 4) return 0;
  const { shape } = value as { shape?: unknown };
  if (Array.isArray(shape)) return shape.reduce((n: number, s) => n * Number(s), 1);
  return Object.values(value).reduce((n: number, v) => n + sizeOf(v, depth + 1), 0);
}

/** A call of the exercise's function with the largest input that its checks tell of. */
function largestCall(grade: Grade, { seed, library }: TimeOptions): Work | undefined {
  let best: { of: string; args: MakeArgs; size: number } | undefined;
  for (const check of grade)
    for (const { of, args } of check.inputs?.({
      seed: seedOf(seed, check.name),
      ...(library && { library }),
    }) ?? []) {
      const size = sizeOf(args());
      if (!best || size > best.size) best = { of, args, size };
    }
  if (!best) return undefined;
  const { of, args } = best;
  return {
    of,
    prepare: (answer) => {
      const f = (answer as Readonly<Record<string, (...a: readonly unknown[]) => unknown>>)[of];
      const made = args();
      return async () => snapshot(await f?.(...made));
    },
  };
}

/** The first check as a whole, where checks call what they like. */
function firstCheck(check: Check, { reference, seed, library }: TimeOptions): Work {
  const own = seedOf(seed, check.name);
  return {
    of: check.name,
    prepare: (answer) => {
      const context: CheckContext<Exports> = {
        learner: answer,
        reference,
        random: randomFrom(own, { library }),
        seed: own,
        report: () => {},
        ...(library && { library }),
      };
      return async () => check.run(context);
    },
  };
}

async function timeOf(prepare: Prepare, answer: Exports, calls: number): Promise<number> {
  const runs = Array.from({ length: calls }, () => prepare(answer));
  const began = now();
  for (const run of runs) await run();
  return (now() - began) / calls;
}

async function warmUp(prepare: Prepare, answer: Exports): Promise<void> {
  const began = now();
  for (let i = 0; i < warmCalls && (i === 0 || now() - began < warmMs); i++)
    await prepare(answer)();
}

function median(all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

interface Runner {
  readonly name: string | null;
  readonly exports: Exports;
  readonly calls: number;
  readonly times: number[];
}

/** The times of the learner's answer and of others; undefined where the learner's cannot be run. */
export async function timeAnswers(grade: Grade, options: TimeOptions): Promise<Timing | undefined> {
  const [first] = grade;
  const work = largestCall(grade, options) ?? (first && firstCheck(first, options));
  if (!work) return undefined;
  const began = now();
  const runners: Runner[] = [];
  const enter = async (name: string | null, load: () => Exports): Promise<void> => {
    try {
      const exports = load();
      // Engines make code fast while it runs, so the first calls do not count.
      await warmUp(work.prepare, exports);
      const ms = await timeOf(work.prepare, exports, 1);
      const calls = Math.min(mostCalls, Math.max(1, Math.ceil(leastMs / Math.max(ms, 1e-3))));
      runners.push({ name, exports, calls, times: calls === 1 ? [ms] : [] });
    } catch {
      // An answer that does not run on this input has no time.
    }
  };
  await enter(null, () => options.learner);
  for (const { name, text } of options.others) await enter(name, () => options.load(text));
  for (let round = 0; round < mostRounds; round++) {
    if (round > 0 && now() - began > budgetMs) break;
    for (const { exports, calls, times } of runners)
      times.push(await timeOf(work.prepare, exports, calls));
  }
  const mine = runners.find((r) => r.name === null);
  if (!mine) return undefined;
  return {
    of: work.of,
    runs: mine.times.length,
    learner: median(mine.times),
    others: runners.flatMap(({ name, times }) =>
      name === null ? [] : [{ name, ms: median(times) }],
    ),
  };
}
