/** Checks of answers: at inputs the author chose, and at random ones. */
import type { Tolerance } from "../../compare.ts";
import { randomFrom, seedOf } from "../../random.ts";
import type { Check, CheckContext, Edge, Exports, MakeArgs, Outcome, Random } from "../../types.ts";
import type { WindowQuestion } from "../../windows/difference.ts";
import { edgeNames } from "./edges.ts";
import { type AskWindows, judge } from "./judge.ts";
import type { Args, ArgsMade, FunctionName, Result, TensorOf } from "./typed.ts";

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
  /** Further inputs on which a wrong answer has to be a mistake's too before it is called by its name. */
  readonly also?: readonly (() => readonly [...Args<M, K>])[];
  /** What the windows are that the answer's cells look at: a failure shows the one used and the right one. */
  readonly windows?: (
    ...args: Args<M, K>
  ) => WindowQuestion | undefined | Promise<WindowQuestion | undefined>;
  readonly tolerance?: Tolerance;
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
  const { name, of, cases, also = [], tolerance, argNames, windows } = spec;
  return {
    name,
    kind: "value",
    inputs: () => cases.map(({ args }) => ({ of, args })),
    run: async (context): Promise<Outcome> => {
      for (const one of cases) {
        const outcome = await judge(context, {
          of,
          tolerance,
          argNames,
          windows: windows as AskWindows | undefined,
          args: one.args,
          expected: one.expected,
          name: one.name,
          more: [...cases.filter((other) => other !== one).map((other) => other.args), ...also],
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
  readonly args: (random: Random<TensorOf<M, K>>) => ArgsMade<M, K>;
  /** How many random inputs are tried, 25 unless told. */
  readonly runs?: number;
  /** Inputs tried before the random ones, made by `args` too: none unless told. */
  readonly edges?: readonly Edge[];
  readonly expected?: (...args: Args<M, K>) => Result<M, K> | Promise<Result<M, K>>;
  /** What the windows are that the answer's cells look at: a failure shows the one used and the right one. */
  readonly windows?: (
    ...args: Args<M, K>
  ) => WindowQuestion | undefined | Promise<WindowQuestion | undefined>;
  readonly tolerance?: Tolerance;
  readonly argNames?: readonly string[];
}

/** Random inputs that an answer is held against besides those of its own case. */
const inputsToCompare = 3;

/**
 * A check of a function's answers at random inputs, the same ones in every run.
 *
 * @example property({ name: "agrees for any shape", of: "sigmoid", args: (random) => [tensor(random.numbers(5))] })
 */
export function property<M extends Exports, K extends FunctionName<M>>(
  spec: PropertySpec<M, K>,
): Check<M> {
  const { name, of, args, runs = 25, edges = [], expected, tolerance } = spec;
  const { argNames, windows } = spec;
  type Place = Pick<CheckContext<M>, "seed" | "library">;
  const at =
    ({ seed, library }: Place, run: number, edge?: Edge): MakeArgs =>
    () =>
      args(randomFrom(seedOf(seed + run, name), { library, edge }));
  const numbers = Array.from({ length: runs }, (_, i) => i + 1);
  return {
    name,
    kind: "property",
    inputs: (context) =>
      numbers.slice(0, inputsToCompare).map((run) => ({ of, args: at(context, run) })),
    run: async (context): Promise<Outcome> => {
      const cases = [
        ...edges.map((edge, i) => [edgeNames[edge], at(context, i + 1, edge)] as const),
        ...numbers.map((run) => [`random input ${run} of ${runs}`, at(context, run)] as const),
      ];
      for (const [called, make] of cases) {
        const outcome = await judge(context, {
          of,
          tolerance,
          argNames,
          windows: windows as AskWindows | undefined,
          args: make,
          expected,
          name: called,
        });
        if (!outcome.passed) return outcome;
      }
      return { passed: true };
    },
  };
}
