/** Checks of answers: at inputs the author chose, and at random ones. */
import type { Tolerance } from "../../compare.ts";
import { randomFrom, seedOf } from "../../random.ts";
import type { Check, Exports, Outcome, Random } from "../../types.ts";
import { judge } from "./judge.ts";
import type { Args, ArgsMade, FunctionName, Misconception, Result } from "./typed.ts";

export interface ValueCase<A extends unknown[], R> {
  /** The case in words: "at zero". */
  readonly name?: string;
  readonly args: () => readonly [...A];
  /** The right answer, or a function of the arguments that gives it; by default the solution's. */
  readonly expected?: R | ((...args: A) => R | Promise<R>);
}

export interface ValueSpec<M extends Exports, K extends FunctionName<M>> {
  readonly name: string;
  readonly of: K;
  readonly cases: readonly ValueCase<Args<M, K>, Result<M, K>>[];
  readonly tolerance?: Tolerance;
  readonly misconceptions?: readonly Misconception<Args<M, K>>[];
  readonly argNames?: readonly string[];
}

/**
 * A check of a function's answers at given inputs; it fails at the first case that differs.
 *
 * @example value({ name: "is 0.5 at 0", of: "sigmoid", cases: [{ args: () => [tensor([0])] }] })
 */
export function value<M extends Exports, K extends FunctionName<M>>(
  spec: ValueSpec<M, K>,
): Check<M> {
  const { name, of, cases, tolerance, misconceptions, argNames } = spec;
  return {
    name,
    kind: "value",
    run: async (context): Promise<Outcome> => {
      for (const one of cases) {
        const outcome = await judge(context, {
          of,
          tolerance,
          misconceptions,
          argNames,
          args: one.args,
          expected: one.expected,
          name: one.name,
        });
        if (!outcome.passed) return outcome;
      }
      return { passed: true };
    },
  };
}

export interface PropertySpec<M extends Exports, K extends FunctionName<M>> {
  readonly name: string;
  readonly of: K;
  /** Arguments of random shapes and values. */
  readonly args: (random: Random) => ArgsMade<M, K>;
  /** How many random inputs are tried, 25 unless told. */
  readonly runs?: number;
  readonly expected?: (...args: Args<M, K>) => Result<M, K> | Promise<Result<M, K>>;
  readonly tolerance?: Tolerance;
  readonly misconceptions?: readonly Misconception<Args<M, K>>[];
  readonly argNames?: readonly string[];
}

/**
 * A check of a function's answers at random inputs, the same ones in every run.
 *
 * @example property({ name: "agrees for any shape", of: "sigmoid", args: (random) => [tensor(random.numbers(5))] })
 */
export function property<M extends Exports, K extends FunctionName<M>>(
  spec: PropertySpec<M, K>,
): Check<M> {
  const { name, of, args, runs = 25, expected, tolerance, misconceptions, argNames } = spec;
  return {
    name,
    kind: "property",
    run: async (context): Promise<Outcome> => {
      for (let run = 1; run <= runs; run++) {
        const seed = seedOf(context.seed + run, name);
        const outcome = await judge(context, {
          of,
          tolerance,
          misconceptions,
          argNames,
          args: () => args(randomFrom(seed)),
          expected,
          name: `random input ${run} of ${runs}`,
        });
        if (!outcome.passed) return outcome;
      }
      return { passed: true };
    },
  };
}
