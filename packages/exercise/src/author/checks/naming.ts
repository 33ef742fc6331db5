/**
 * Which known mistake an answer comes from. A mistake is the solution with an edit, so its answer is computed, not
 * written down a second time. An answer is called by a mistake's name when it is the mistake's, is not right, and
 * stays the mistake's on other inputs too: two mistakes may well agree on one example.
 */
import { compare, type Tolerance } from "../../compare.ts";
import { failureOfThrown } from "../../run/thrown.ts";
import { type Snapshot, snapshot } from "../../snapshot.ts";
import type { CheckContext, Exports, Failure, MakeArgs, Suspect } from "../../types.ts";
import { answerOf, authored } from "./call.ts";

/** An answer, or the message of what was thrown instead. */
export type Given = Snapshot | { readonly kind: "thrown"; readonly message: string };

/** A failing call, and what tells one answer from another in it. */
export interface Asked {
  readonly of: string;
  readonly args: MakeArgs;
  readonly got: Given;
  readonly expected: Snapshot;
  readonly tolerance?: Tolerance | undefined;
  /** What of an answer is compared, where that is not all of it. */
  readonly part?: (answer: unknown, args: readonly unknown[]) => unknown;
  /** Further inputs of the same check. */
  readonly more?: readonly MakeArgs[] | undefined;
}

/** The most inputs on which an answer is held against a mistake's besides the one that failed. */
const mostInputs = 6;

type Found = NonNullable<Failure["misconception"]>;

/** What a module's function gives. */
async function givenBy<M extends Exports>(
  context: CheckContext<M>,
  module: Exports,
  asked: Pick<Asked, "of" | "part">,
  make: MakeArgs,
): Promise<Given> {
  const args = await authored(make);
  try {
    const answer = await answerOf(context, module, asked.of, args);
    return await snapshot(asked.part ? asked.part(answer, args) : answer);
  } catch (error) {
    return { kind: "thrown", message: failureOfThrown(asked.of, error).message };
  }
}

function agree(a: Given, b: Given, tolerance: Tolerance | undefined): boolean {
  if (a.kind === "thrown" || b.kind === "thrown")
    return a.kind === "thrown" && b.kind === "thrown" && a.message === b.message;
  return !compare(a, b, tolerance) && !compare(b, a, tolerance);
}

/** Whether the learner's function and a mistake's give the same for the other inputs too. */
async function agreeElsewhere<M extends Exports>(
  context: CheckContext<M>,
  suspect: Suspect,
  asked: Asked,
  own: Map<MakeArgs, Given>,
): Promise<boolean> {
  const { of, more = [], tolerance } = asked;
  for (const make of [...more, ...(context.suspects?.inputs(of) ?? [])].slice(0, mostInputs)) {
    const known = own.get(make) ?? (await givenBy(context, context.learner, { of }, make));
    own.set(make, known);
    if (!agree(known, await givenBy(context, suspect.exports, { of }, make), tolerance))
      return false;
  }
  return true;
}

/** The mistake, or the two mistakes, that an answer comes from. */
export async function nameOf<M extends Exports>(
  context: CheckContext<M>,
  asked: Asked,
): Promise<Found | undefined> {
  const { suspects } = context;
  if (!suspects) return undefined;
  const { got, expected, tolerance } = asked;
  const end = suspects.begin();
  const own = new Map<MakeArgs, Given>();
  try {
    for (const search of ["single", "pairs"] as const) {
      for (const suspect of suspects[search]()) {
        if (!suspects.patient(search)) break;
        const wrong = await givenBy(context, suspect.exports, asked, asked.args);
        if (wrong.kind !== "thrown" && !compare(wrong, expected, tolerance)) continue;
        if (agree(got, wrong, tolerance) && (await agreeElsewhere(context, suspect, asked, own)))
          return { name: suspect.name, explanation: suspect.text };
      }
    }
    return undefined;
  } finally {
    end();
  }
}
