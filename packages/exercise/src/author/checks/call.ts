/** Calls of the learner's and the reference's functions, both with the same random numbers. */
import { gradeError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { failureOfThrown, GradeFault } from "../../run/thrown.ts";
import { type Snapshot, snapshot } from "../../snapshot.ts";
import type { CheckContext, Exports, Failure } from "../../types.ts";
import { codeOnly, parameterNamesOf } from "./parameters.ts";

type Callable = (...args: readonly unknown[]) => unknown;

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

function functionOf(module: Exports, name: string): Callable | undefined {
  const value = (module as Record<string, unknown>)[name];
  return typeof value === "function" ? (value as Callable) : undefined;
}

function reseed<M extends Exports>(context: CheckContext<M>): void {
  context.library?.manualSeed?.(context.seed);
}

/** Runs code of the grade's author; what it throws is the exercise's fault. */
export async function authored<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof GradeFault ? error : new GradeFault(error);
  }
}

/** What a module's function answers; nobody is told that it is called. Throws what it throws. */
export async function answerOf<M extends Exports>(
  context: CheckContext<M>,
  module: Exports,
  of: string,
  args: readonly unknown[],
): Promise<unknown> {
  reseed(context);
  return functionOf(module, of)?.(...args);
}

/** Calls the learner's function and waits for its answer. */
export async function callLearner<M extends Exports>(
  context: CheckContext<M>,
  of: string,
  args: readonly unknown[],
  caseName?: string,
): Promise<Answer<unknown>> {
  const f = functionOf(context.learner, of);
  if (!f) return { ok: false, failure: { message: `${of}: there is no function of this name.` } };
  reseed(context);
  context.onCase?.(caseName);
  try {
    return { ok: true, value: await f(...args) };
  } catch (error) {
    return { ok: false, failure: withMeant(failureOfThrown(of, error), context) };
  }
}

/** A failure for a method that is not there, with the one that may have been meant. */
function withMeant<M extends Exports>(failure: Failure, { library }: CheckContext<M>): Failure {
  const name = /\.([\w$]+) is not a function$/.exec(failure.message)?.[1];
  const { Tensor } = (library ?? {}) as { Tensor?: { prototype: object } };
  if (name === undefined || !Tensor) return failure;
  const meant = nearest(name, Object.getOwnPropertyNames(Tensor.prototype));
  if (meant === undefined || meant === name) return failure;
  return { ...failure, message: `${failure.message}. Tensors have ${meant}: did you mean that?` };
}

/** What the learner's function answers, read completely. */
export async function learnerAnswer<M extends Exports>(
  context: CheckContext<M>,
  of: string,
  args: readonly unknown[],
  caseName?: string,
): Promise<Answer<Snapshot>> {
  const answer = await callLearner(context, of, args, caseName);
  if (!answer.ok) return answer;
  try {
    return { ok: true, value: await snapshot(answer.value) };
  } catch (error) {
    return { ok: false, failure: failureOfThrown(of, error) };
  }
}

/** What the reference solution answers, read completely. */
export function referenceAnswer<M extends Exports>(
  context: CheckContext<M>,
  of: string,
  args: readonly unknown[],
): Promise<Snapshot> {
  return authored(async () => {
    const f = functionOf(context.reference, of);
    if (!f) throw gradeError(of, "the solution has no function of this name");
    reseed(context);
    return snapshot(await f(...args));
  });
}

/** The names of a function's parameters, as far as its text tells. */
export const parameterNames = <M extends Exports>(context: CheckContext<M>, of: string): string[] =>
  parameterNamesOf(String(functionOf(context.reference, of) ?? ""));

/** Why a learner's function answers nothing, as far as its text tells. */
export function returnsNothing<M extends Exports>(context: CheckContext<M>, of: string): string {
  const text = codeOnly(String(functionOf(context.learner, of) ?? ""));
  return /\breturn\b/.test(text)
    ? `There is a way through ${of} that ends without a return.`
    : `There is no return in ${of}: write return in front of the value that is to come out.`;
}
