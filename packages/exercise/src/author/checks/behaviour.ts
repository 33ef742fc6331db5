/** Checks of what holds for an answer rather than what the answer is, and of what a call leaves alone. */
import { compare, type Tolerance } from "../../compare.ts";
import { explain } from "../../explain.ts";
import { randomFrom, seedOf } from "../../random.ts";
import { comesFromGrade, failureOfThrown } from "../../run/thrown.ts";
import { kindText, show } from "../../show.ts";
import { type Snapshot, snapshot } from "../../snapshot.ts";
import type { Check, CheckContext, Exports, Failure, Outcome, Random } from "../../types.ts";
import { authored, callLearner, learnerAnswer } from "./call.ts";
import { caseOf } from "./judge.ts";
import type { Args, ArgsMade, FunctionName, Result, TensorOf } from "./typed.ts";
import { runWatched, unusable } from "./watched.ts";

interface CallSpec<M extends Exports, K extends FunctionName<M>> {
  readonly name: string;
  readonly of: K;
  readonly args: (random: Random<TensorOf<M, K>>) => ArgsMade<M, K>;
  /** How many inputs are tried, 1 unless told. */
  readonly runs?: number;
  readonly argNames?: readonly string[];
}

/** The makers of a check's arguments, one for each run. */
function* inputs<A>(
  spec: { name: string; args: (random: Random<never>) => A; runs?: number },
  { seed, library }: Pick<CheckContext<Exports>, "seed" | "library">,
): Generator<() => A> {
  for (let run = 1; run <= (spec.runs ?? 1); run++) {
    const own = seedOf(seed + run, spec.name);
    yield () => spec.args(randomFrom(own, { library }));
  }
}

export interface InvariantSpec<M extends Exports, K extends FunctionName<M>>
  extends CallSpec<M, K> {
  /** True where it holds; else false, a sentence, or a failure of the author's making. */
  readonly holds: (
    result: Result<M, K>,
    ...args: Args<M, K>
  ) => boolean | string | Failure | Promise<boolean | string | Failure>;
}

/**
 * A check that something holds for the answer, whatever it is: the rows of a softmax sum to 1.
 *
 * What `holds` throws counts as the learner's: it works on their answer.
 *
 * @example invariant({ name: "is never negative", of: "relu", args: () => [tensor([-1, 2])], holds: async (y) => (await y.min().item()) >= 0 })
 */
export function invariant<M extends Exports, K extends FunctionName<M>>(
  spec: InvariantSpec<M, K>,
): Check<M> {
  const { name, of, holds } = spec;
  const run = async (context: CheckContext<M>): Promise<Outcome> => {
    for (const args of inputs(spec, context)) {
      const used = await authored(args);
      const answer = await callLearner(context, of, used);
      const fail = async (failure: Failure): Promise<Outcome> => ({
        passed: false,
        ...(await caseOf(context, { ...spec, name: undefined, args })),
        ...failure,
      });
      if (!answer.ok) return fail(answer.failure);
      let verdict: boolean | string | Failure;
      let got: Snapshot;
      try {
        got = await snapshot(answer.value);
        verdict = await holds(answer.value as Result<M, K>, ...used);
      } catch (error) {
        if (!comesFromGrade(error)) return fail(failureOfThrown(of, error));
        const call = { of, args: await authored(args), answer: answer.value };
        return fail(await unusable(context, call, error));
      }
      if (verdict === true) continue;
      if (typeof verdict === "object") return fail({ got: show(got), ...verdict });
      const message = verdict === false ? `${of}: it does not hold that it ${name}.` : verdict;
      return fail({ message, got: show(got) });
    }
    return { passed: true };
  };
  return { name, kind: "invariant", run };
}

/**
 * A check that a call leaves its inputs as they were.
 *
 * @example pure({ name: "does not change its inputs", of: "update", args: () => [{ w: tensor([1]) }] })
 */
export function pure<M extends Exports, K extends FunctionName<M>>(spec: CallSpec<M, K>): Check<M> {
  const { name, of } = spec;
  const run = async (context: CheckContext<M>): Promise<Outcome> => {
    for (const args of inputs(spec, context)) {
      const used: readonly unknown[] = await authored(args);
      const before = await authored(() => snapshot(used));
      const answer = await learnerAnswer(context, of, used);
      const fail = async (failure: Failure): Promise<Outcome> => ({
        passed: false,
        ...(await caseOf(context, { ...spec, name: undefined, args })),
        ...failure,
      });
      if (!answer.ok) return fail(answer.failure);
      const after = await snapshot(used);
      const exact = { rtol: 0, atol: 0 };
      const mismatch = compare(after, before, exact) ?? compare(before, after, exact);
      if (!mismatch) continue;
      const { names } = await namesOf(context, spec, args);
      const [index, ...rest] = mismatch.difference.path;
      const changed = names[Number(index)] ?? `argument ${Number(index) + 1}`;
      return fail({
        message: `${of}: it changes its input ${changed}. Make a new value and leave the one that came in as it was.`,
        expected: show(before),
        got: show(after),
        difference: { ...mismatch.difference, path: [changed, ...rest] },
      });
    }
    return { passed: true };
  };
  return { name, kind: "purity", run };
}

async function namesOf<M extends Exports, K extends FunctionName<M>>(
  context: CheckContext<M>,
  spec: CallSpec<M, K>,
  args: () => ArgsMade<M, K>,
): Promise<{ names: string[] }> {
  const { inputs: shown = [] } = await caseOf(context, { ...spec, name: undefined, args });
  return { names: shown.map(([name]) => name) };
}

export type TypeName =
  | "number"
  | "boolean"
  | "string"
  | "tensor"
  | "array"
  | "record"
  | "undefined";

export interface TypeSpec<M extends Exports, K extends FunctionName<M>> {
  readonly name: string;
  readonly of: K;
  readonly is: TypeName;
  readonly args?: (random: Random<TensorOf<M, K>>) => ArgsMade<M, K>;
  readonly argNames?: readonly string[];
}

function typeOf(value: Snapshot): TypeName | "other" {
  switch (value.kind) {
    case "text":
      return "string";
    case "list":
      return "array";
    case "word":
      if (value.text === "true" || value.text === "false") return "boolean";
      return value.text === "undefined" ? "undefined" : "other";
    default:
      return value.kind;
  }
}

const article = (type: TypeName): string =>
  type === "undefined" ? "nothing" : `${type === "array" ? "an" : "a"} ${type}`;

/**
 * A check of what kind of value a function returns.
 *
 * @example type({ name: "returns a number", of: "cost", is: "number", args: () => [tensor([1])] })
 */
export function type<M extends Exports, K extends FunctionName<M>>(spec: TypeSpec<M, K>): Check<M> {
  const { name, of, is } = spec;
  const run = async (context: CheckContext<M>): Promise<Outcome> => {
    const args = (): readonly unknown[] =>
      spec.args?.(randomFrom(seedOf(context.seed, name), { library: context.library })) ?? [];
    const answer = await learnerAnswer(context, of, await authored(args));
    if (answer.ok && typeOf(answer.value) === is) return { passed: true };
    const about = await caseOf(context, { ...spec, name: undefined, args });
    if (!answer.ok) return { passed: false, ...about, ...answer.failure };
    const message = `${of}: it returns ${kindText(answer.value)}, expected ${article(is)}.`;
    return { passed: false, ...about, message, got: show(answer.value) };
  };
  return { name, kind: "type", run };
}

export interface ContractSpec<M extends Exports> {
  readonly name: string;
  readonly run: (context: CheckContext<M>) => Promise<Outcome> | Outcome;
}

/**
 * A check of behaviour the author writes out: the loss at the start is ln 2, the curve falls, the accuracy is
 * in its band. What the learner's code throws in it is a failure like any other; where the author's code fails on what
 * came back, the failure says what came back. Answers of functions that the solution makes without `async` have come
 * when the author sees them.
 *
 * @example contract({ name: "starts at ln 2", run: async ({ learner }) => near(await learner.loss(), Math.LN2) })
 */
export function contract<M extends Exports>(spec: ContractSpec<M>): Check<M> {
  return {
    name: spec.name,
    kind: "contract",
    run: (context): Promise<Outcome> => runWatched(context, spec.run),
  };
}

/** A contract's good end. */
export const passed: Outcome = { passed: true };

/**
 * A contract's end that holds a value against the right one: good where they agree, else with both, the first number
 * that differs, and what their shapes tell.
 *
 * @example contract({ name: "keeps the mean", run: ({ learner }) => agreeing("The mean has changed:", learner.mean(x), 2) })
 */
export async function agreeing(
  message: string,
  got: unknown,
  expected: unknown,
  more: Partial<Failure> & { readonly tolerance?: Tolerance } = {},
): Promise<Outcome> {
  const { tolerance, ...failure } = more;
  const [mine, right] = [await snapshot(await got), await snapshot(await expected)];
  const mismatch = compare(mine, right, tolerance);
  if (!mismatch) return passed;
  const why = explain(mismatch);
  return {
    passed: false,
    expected: show(right),
    got: show(mine),
    difference: mismatch.difference,
    ...(mismatch.picture && { picture: mismatch.picture }),
    ...failure,
    message: [message, mismatch.sentence, why].filter(Boolean).join(" "),
  };
}

/** A contract's bad end: one sentence with the actual values, and what else helps. */
export function failed(message: string, more: Partial<Failure> = {}): Outcome {
  return { passed: false, ...more, message };
}
