/** One case of one check: call, compare, and if it differs say all that is known about why. */
import { compare, type Mismatch, type Tolerance } from "../../compare.ts";
import { gradeError } from "../../errors.ts";
import { explain, type NamedShape } from "../../explain.ts";
import { GradeFault } from "../../run/thrown.ts";
import { show, showInputs } from "../../show.ts";
import { isTensor, type Snapshot, snapshot } from "../../snapshot.ts";
import type { CheckContext, Exports, Failure, MakeArgs, Outcome } from "../../types.ts";
import {
  type WindowPicture,
  type WindowQuestion,
  windowPicture,
} from "../../windows/difference.ts";
import {
  authored,
  learnerAnswer,
  parameterNames,
  referenceAnswer,
  returnsNothing,
} from "./call.ts";
import { nameOf } from "./naming.ts";

export interface Case {
  readonly of: string;
  /** Makes the arguments anew for every call, so that a call that changes them spoils no other. */
  readonly args: () => readonly unknown[];
  readonly expected?: unknown;
  readonly name?: string | undefined;
  readonly tolerance?: Tolerance | undefined;
  readonly argNames?: readonly string[] | undefined;
  /** Further inputs of the same check. */
  readonly more?: readonly MakeArgs[] | undefined;
  readonly windows?: AskWindows | undefined;
}

/** What the windows of an answer are, from the arguments. */
export type AskWindows = (
  ...args: never[]
) => WindowQuestion | undefined | Promise<WindowQuestion | undefined>;

/** What a failure says about its case. */
export async function caseOf<M extends Exports>(
  context: CheckContext<M>,
  one: Pick<Case, "of" | "args" | "name" | "argNames">,
): Promise<Pick<Failure, "case" | "inputs">> {
  const names = one.argNames ?? parameterNames(context, one.of);
  const inputs = await authored(async () => showInputs(names, await one.args()));
  return { ...(one.name !== undefined && { case: one.name }), inputs };
}

/** The shapes among inputs that are shown, also inside records. */
function namedShapes(inputs: NonNullable<Failure["inputs"]>): NamedShape[] {
  return inputs.flatMap(([name, value]): NamedShape[] => {
    if (value.kind === "tensor") return [[name, value.shape]];
    return value.kind === "record" ? namedShapes(value.entries) : [];
  });
}

/** What the two values and the learner's function tell about a difference. */
function whyOf<M extends Exports>(
  context: CheckContext<M>,
  of: string,
  mismatch: Mismatch,
  inputs: Failure["inputs"],
): string | null {
  const { got } = mismatch.values ?? {};
  const nothing = got?.kind === "word" && got.text === "undefined";
  if (nothing && mismatch.difference.path.length === 0) return returnsNothing(context, of);
  return explain(mismatch, namedShapes(inputs ?? []));
}

/** The right answer: the one given, or the reference solution's. */
function rightAnswer<M extends Exports>(
  context: CheckContext<M>,
  one: Case,
  args: readonly unknown[],
): Promise<Snapshot> {
  const { of, expected } = one;
  if (expected === undefined) return referenceAnswer(context, of, args);
  return authored(async () =>
    snapshot(
      typeof expected === "function"
        ? await (expected as (...a: readonly unknown[]) => unknown)(...args)
        : expected,
    ),
  );
}

/** The first value of two lists of arguments that is one and the same object, deep inside records and arrays. */
function shared(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return false;
  if (a === b) return true;
  if (isTensor(a)) return false;
  return Object.entries(a).some(([key, item]) => shared(item, (b as Record<string, unknown>)[key]));
}

/** Which window the first wrong number came from, where an answer has windows. */
function windowsOf(
  { args, windows }: Case,
  answers: { readonly got: Snapshot; readonly expected: Snapshot },
): Promise<WindowPicture | undefined> {
  return authored(async () => {
    const question = await windows?.(...((await args()) as never[]));
    return question && windowPicture(question, answers);
  });
}

/** Runs a case against the right answer: the one given, or the reference solution's. */
export async function judge<M extends Exports>(
  context: CheckContext<M>,
  one: Case,
): Promise<Outcome> {
  const { of, args, tolerance } = one;
  // The learner's answer comes first and is read to its end: before, there is no right one in this world to be found.
  const [mine, theirs] = [await authored(args), await authored(args)];
  if (shared(mine, theirs))
    throw new GradeFault(gradeError(of, "its args hand out one and the same object twice"));
  const answer = await learnerAnswer(context, of, mine, one.name);
  const expected = await rightAnswer(context, one, theirs);
  if (!answer.ok) {
    const { message, code = "" } = answer.failure;
    // Shapes that do not fit tell as much as a wrong number.
    const misconception = code.startsWith("shape/")
      ? await nameOf(context, {
          of,
          args,
          got: { kind: "thrown", message },
          expected,
          tolerance,
          more: one.more,
        })
      : undefined;
    return {
      passed: false,
      ...(await caseOf(context, one)),
      expected: show(expected),
      ...answer.failure,
      ...(misconception && { misconception }),
    };
  }
  const got = answer.value;
  const mismatch = compare(got, expected, tolerance);
  if (!mismatch) return { passed: true };
  const { more } = one;
  const misconception = await nameOf(context, { of, args, got, expected, tolerance, more });
  const about = await caseOf(context, one);
  const why = misconception ? null : whyOf(context, of, mismatch, about.inputs);
  const seen = await windowsOf(one, { got, expected });
  // Two shapes tell more than a window does, unless it tells why the shapes differ.
  const picture = seen && (seen.used || !mismatch.picture) ? seen : mismatch.picture;
  return {
    passed: false,
    message: `${of}: ${mismatch.sentence}${why ? ` ${why}` : ""}`,
    ...about,
    expected: show(expected),
    got: show(got),
    difference: mismatch.difference,
    ...(misconception && { misconception }),
    ...(picture && { picture }),
  };
}
