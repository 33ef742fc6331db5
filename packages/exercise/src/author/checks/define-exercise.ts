/**
 * An exercise's grade in one record: its checks, for the common numeric exercise in a short form that becomes
 * checks with standard names, and what learners get wrong as edits of the solution. Only the checks are run here;
 * mistakes, alternatives and the like are read from the text (`form/read-form.ts`), so that nothing has to be run
 * to know them.
 */
import { gradeError } from "../../errors.ts";
import type { StandardKind } from "../../form/standard.ts";
import type { Check, Edge, Exports, Grade, Random } from "../../types.ts";
import type { WindowQuestion } from "../../windows/difference.ts";
import type { Alternatives, Mistakes } from "../edits.ts";
import { pure } from "./behaviour.ts";
import { gradient } from "./gradient.ts";
import type { Args, ArgsMade, FunctionName, Result, TensorOf } from "./typed.ts";
import { property, value } from "./value.ts";

/** What an exercise says besides its checks. */
interface Around {
  /** Wrong answers by name: edits of the solution, and what to tell a learner whose answer is the same. */
  readonly mistakes?: Mistakes;
  /** Other right answers by name. */
  readonly alternatives?: Alternatives;
  /** In a bug hunt: what is wrong in the starter. Each bug alone is a mistake too. */
  readonly bugs?: Mistakes;
  /** Library calls that the task asks to be built: `"softmax"` for all places where it is found, or one of them. */
  readonly forbid?: readonly string[];
  /** Own texts for mistakes that come with operators, by their kind; false where a kind is no mistake here. */
  readonly standard?: Readonly<Partial<Record<StandardKind, string | false>>>;
  /** Two mistakes that the example cannot tell apart, or that are right together, and why that is so. */
  readonly alike?: readonly (readonly [one: string, other: string, reason: string])[];
}

type ArgsOf<M extends Exports, K extends FunctionName<M>> = () => ArgsMade<M, K>;

/** An example: its name, its arguments, and the answer where that is not left to the solution. */
type Example<M extends Exports, K extends FunctionName<M>> =
  | readonly [name: string, args: ArgsOf<M, K>]
  | readonly [name: string, args: ArgsOf<M, K>, expected: Result<M, K>];

/** Values by name, as a loss is differentiated by them. */
type Values<M extends Exports, K extends FunctionName<M>> = Readonly<
  Record<string, TensorOf<M, K>>
>;

/** The short form for one function. */
interface Short<M extends Exports, K extends FunctionName<M>> extends Around {
  readonly of: K;
  /** What is shown first; each becomes a check. */
  readonly example: Example<M, K> | readonly Example<M, K>[];
  /** Random arguments, for a check on any sizes and on the edges: sizes of 1, equal sizes, numbers at their ends. */
  readonly any?: (random: Random<TensorOf<M, K>>) => ArgsMade<M, K>;
  /** How many random inputs are tried: 20, or 8 for gradients. */
  readonly runs?: number;
  /** The edges that `any` is asked for, all three unless told. */
  readonly edges?: readonly Edge[];
  /** The function gives gradients: they are held against what a loss does when a number is nudged a little. */
  readonly gradient?: {
    readonly at?: (...args: Args<M, K>) => Values<M, K>;
    readonly gradients: (result: Result<M, K>, ...args: Args<M, K>) => Values<M, K>;
    readonly loss: (values: Values<M, K>, ...args: Args<M, K>) => unknown;
  };
  /** The arguments have to stay as they were: true unless told. */
  readonly pure?: boolean;
  /** Checks between those on any sizes and the one on pureness. */
  readonly checks?: readonly Check<M>[];
  /** What the windows are that the answer's cells look at: a failure shows the one used and the right one. */
  readonly windows?: (
    ...args: Args<M, K>
  ) => WindowQuestion | undefined | Promise<WindowQuestion | undefined>;
  readonly argNames?: readonly string[];
}

/** Checks that are written out. */
interface Long<M extends Exports> extends Around {
  readonly of?: undefined;
  readonly checks: readonly Check<M>[];
}

export type ExerciseSpec<M extends Exports> =
  | Long<M>
  | { [K in FunctionName<M>]: Short<M, K> }[FunctionName<M>];

/** The names of the checks that the short form stands for. */
const names = {
  any: "holds for any sizes",
  edges: "holds at the edges",
  gradient: "agrees with the slope that nudging shows",
  pure: "leaves its inputs alone",
};

const usual: ReadonlySet<string> = new Set(Object.values(names));

const isList = <M extends Exports, K extends FunctionName<M>>(
  example: Short<M, K>["example"],
): example is readonly Example<M, K>[] => Array.isArray(example[0]);

function expanded<M extends Exports, K extends FunctionName<M>>(spec: Short<M, K>): Check<M>[] {
  const { of, any, example, argNames, checks = [], edges = ["one", "equal", "far"] } = spec;
  const named = { ...(argNames && { argNames }), ...(spec.windows && { windows: spec.windows }) };
  const examples: readonly Example<M, K>[] = isList(example) ? example : [example];
  const [first] = examples;
  if (!first) throw gradeError("defineExercise", "there is no example");
  const made: Check<M>[] = examples.map(([name, args, expected]) =>
    value<M, K>({
      name,
      of,
      ...named,
      cases: [{ args, ...(expected !== undefined && { expected }) }],
      also: examples.filter((other) => other[1] !== args).map((other) => other[1]),
    }),
  );
  if (any && spec.gradient) {
    const { at, gradients, loss } = spec.gradient;
    made.push(
      gradient<M, K, Values<M, K>>({
        name: names.gradient,
        of,
        ...named,
        runs: spec.runs ?? 8,
        // At the ends of their range numbers are too steep to nudge.
        edges: edges.filter((edge) => edge !== "far"),
        args: any,
        ...(at && { at }),
        gradients,
        loss,
      }),
    );
  } else if (any) {
    made.push(property<M, K>({ name: names.any, of, ...named, runs: spec.runs ?? 20, args: any }));
    if (edges.length > 0)
      made.push(property<M, K>({ name: names.edges, of, ...named, runs: 0, edges, args: any }));
  }
  made.push(...checks);
  if (spec.pure ?? true)
    made.push(pure<M, K>({ name: names.pure, of, ...named, args: () => first[1]() }));
  return made.map((check) => (usual.has(check.name) ? { ...check, usual: true } : check));
}

/** Checks in their order. @throws ExerciseError `exercise/grade` */
function inOrder<M extends Exports>(checks: readonly Check<M>[]): Grade<M> {
  if (checks.length === 0) throw gradeError("defineExercise", "there is no check");
  const seen = new Set<string>();
  for (const { name } of checks) {
    if (seen.has(name)) throw gradeError("defineExercise", `two checks are called "${name}"`);
    seen.add(name);
  }
  return checks;
}

/**
 * An exercise's grade. The type argument is the solution's module, which gives functions and arguments their types.
 *
 * @throws ExerciseError `exercise/grade` if there is no check or two have one name
 * @example export default defineExercise<typeof import("./solution.ts")>({ of: "double", example: ["is 4 for 2", () => [2], 4], mistakes: { squared: replace("2 * x", "x * x") } })
 */
export function defineExercise<M extends Exports>(spec: ExerciseSpec<M>): Grade<M> {
  return inOrder(
    spec.of === undefined ? (spec as Long<M>).checks : expanded(spec as Short<M, FunctionName<M>>),
  );
}
