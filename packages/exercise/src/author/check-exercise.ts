/**
 * The check of an exercise itself: the solution and the alternatives pass, the starter does not, every mistake is
 * caught, and where learners are told a name it is one they can believe. Which check catches what, and under which
 * name, is computed here and kept beside the exercise in a lock, so that a change of a grade shows what it changes.
 */
import type { ExerciseSource, GradeRequest, KnownMistake } from "../ask/protocol.ts";
import type { DerivedAlternative } from "../form/derive.ts";
import { type GradeHere, gradeHere } from "../run/grade-request.ts";
import { type Linked, linkExercise, type Modules } from "../run/link.ts";
import { fingerprint } from "../run/rerun.ts";
import type { GradeResult } from "../run/run-grade.ts";
import { bothOf, wrongText } from "../run/suspects.ts";
import type { TensorLibrary } from "../types.ts";
import { ambiguities } from "./ambiguity.ts";
import * as authoring from "./authoring.ts";

/** Who catches a mistake, and what a learner who makes it is told it is called. */
export interface Caught {
  readonly id: string;
  /** The check's name, or the kind of trouble. */
  readonly by: string;
  readonly named?: string;
}

/** What is computed of an exercise and kept beside it. */
export interface Lock {
  readonly own: readonly Caught[];
  readonly standard: readonly Caught[];
  /** Standard mistakes that are none here: no check can tell them from the solution. */
  readonly equivalent: readonly string[];
  /** Two mistakes that together are right. */
  readonly cancelling: readonly string[];
}

export interface CheckedParts extends Omit<ExerciseSource, "learner"> {
  readonly starter: string;
  readonly alternatives: readonly Pick<DerivedAlternative, "name" | "text">[];
  /** Mistakes that the example cannot tell apart, or that are right together, with a reason. */
  readonly alike?: readonly { readonly names: readonly [string, string] }[];
  /** The exercises it builds on, directly or not. */
  readonly upstream?: readonly ExerciseSource[];
  readonly files?: Readonly<Record<string, string>>;
  readonly assets?: Readonly<Record<string, Uint8Array>>;
}

export interface CheckOptions {
  /** What the exercise's files may import: `{ gradus }`. */
  readonly modules: Modules;
  /** The longest a promise is waited for. */
  readonly limitMs?: number;
  /** The fewest mistakes of its own and alternatives, 2 and 1 unless told. */
  readonly leastMistakes?: number;
  readonly leastAlternatives?: number;
}

export interface CheckedExercise {
  /** What is wrong, one sentence each; none if the exercise is sound. */
  readonly problems: readonly string[];
  readonly lock: Lock;
  /** Checks that no mistake is caught by: they may be superfluous, or a mistake is missing. */
  readonly unneededChecks: readonly string[];
}

/** What a result came to, in a sentence. */
export function resultText(result: GradeResult): string {
  if (result.passed) return "passes";
  const failed = result.checks.find((check) => check.status === "failed");
  if (failed) return `fails "${failed.name}": ${failed.failure?.message ?? ""}`;
  return `cannot be graded: ${result.trouble?.message ?? "no check failed"}`;
}

const failureOf = (
  result: GradeResult,
): NonNullable<GradeResult["checks"][number]["failure"]> | undefined =>
  result.checks.find((check) => check.status === "failed")?.failure;

/** Which check or trouble stopped a result: a check's name, or the kind of trouble. */
const stoppedBy = (result: GradeResult): string =>
  result.checks.find((check) => check.status === "failed")?.name ??
  result.trouble?.kind ??
  "nothing";

/** The names that checks of behaviour give: those whose failure is like no other mistake's. */
function namesOfBehaviour(
  results: readonly { readonly mistake: KnownMistake; readonly result: GradeResult }[],
): Map<string, string> {
  const said = new Map<string, Set<string>>();
  const key = (result: GradeResult): string | undefined => {
    const check = result.checks.find((c) => c.status === "failed");
    if (check?.kind !== "contract" && check?.kind !== "invariant") return undefined;
    const print = check.failure && fingerprint(check.failure);
    return print && `${check.name}\n${print}`;
  };
  for (const { mistake, result } of results) {
    const print = key(result);
    if (print === undefined || mistake.text === undefined) continue;
    said.set(print, (said.get(print) ?? new Set()).add(mistake.name));
  }
  const names = new Map<string, string>();
  for (const { mistake, result } of results) {
    const [only, ...others] = said.get(key(result) ?? "") ?? [];
    if (only !== undefined && others.length === 0) names.set(mistake.id, only);
  }
  return names;
}

/** Checks one exercise, in this thread: an endless loop in a mistake would hang it. */
export async function checkExercise(
  parts: CheckedParts,
  options: CheckOptions,
): Promise<CheckedExercise> {
  const { starter, alternatives, alike = [], upstream = [], files, assets, ...source } = parts;
  const { modules, limitMs = 3000, leastMistakes = 2, leastAlternatives = 1 } = options;
  const here: GradeHere = {
    modules,
    limitMs,
    patienceMs: { single: Number.POSITIVE_INFINITY, pairs: 0, rerun: 0 },
  };
  const { known = [] } = source;
  const request = (learner: string): GradeRequest => ({
    exercise: parts.id,
    sources: [{ ...source, learner }, ...upstream],
    authored: "solution.ts",
    ...(files && { files }),
    ...(assets && { assets }),
  });
  const problems: string[] = [];
  const run = (learner: string): Promise<GradeResult> => gradeHere(request(learner), here);

  const right = await run(parts.solution);
  if (!right.passed) {
    problems.push(`solution.ts: it ${resultText(right)}`);
    const lock: Lock = { own: [], standard: [], equivalent: [], cancelling: [] };
    return { problems, lock, unneededChecks: [] };
  }
  const begun = await run(starter);
  if (begun.passed) problems.push("the starter passes, so there is nothing to do.");
  if (begun.trouble?.kind === "syntax" || begun.trouble?.kind === "crash")
    problems.push(`the starter ${resultText(begun)}`);
  if (alternatives.length < leastAlternatives)
    problems.push(
      `alternatives: there are ${alternatives.length}, at least ${leastAlternatives} are needed.`,
    );
  for (const { name, text } of alternatives) {
    const result = await run(text);
    if (!result.passed)
      problems.push(`alternative "${name}": it should pass, but ${resultText(result)}`);
  }

  const own = known.filter((mistake) => !mistake.standard);
  if (own.length < leastMistakes)
    problems.push(`mistakes: there are ${own.length}, at least ${leastMistakes} are needed.`);
  const { gradus = {} } = modules;
  const results: { mistake: KnownMistake; result: GradeResult }[] = [];
  const equivalent: string[] = [];
  for (const mistake of known) {
    const missing = mistake.imports.filter((name) => !(name in gradus));
    if (missing.length > 0) {
      problems.push(`mistake "${mistake.id}": nobody has declared ${missing.join(", ")}.`);
      continue;
    }
    const result = await run(wrongText(parts.solution, mistake));
    if (result.trouble?.kind === "crash")
      problems.push(`mistake "${mistake.id}": ${result.trouble.message}`);
    else if (result.trouble?.kind === "syntax")
      problems.push(`mistake "${mistake.id}": it ${resultText(result)}`);
    else if (!result.passed) results.push({ mistake, result });
    else if (mistake.standard) equivalent.push(mistake.id);
    else problems.push(`mistake "${mistake.id}": no check catches it.`);
  }

  const ofBehaviour = namesOfBehaviour(results);
  const caught = results.map(({ mistake, result }): Caught & { standard: boolean } => {
    const named = failureOf(result)?.misconception?.name ?? ofBehaviour.get(mistake.id);
    return {
      id: mistake.id,
      by: stoppedBy(result),
      ...(named !== undefined && { named }),
      standard: mistake.standard ?? false,
    };
  });
  for (const { id, named, by } of caught) {
    const { name = id, text, standard } = known.find((k) => k.id === id) ?? {};
    if (!standard && text !== undefined && named !== undefined && named !== name)
      problems.push(
        `mistake "${id}": in the check "${by}" it is called "${named}", which is another. Let an earlier input tell the two apart.`,
      );
  }

  const cancelling: string[] = [];
  for (const [i, b] of own.entries())
    for (const a of own.slice(0, i)) {
      const both = bothOf(a, b);
      if (!both || !(await run(wrongText(parts.solution, both))).passed) continue;
      cancelling.push(both.id);
      if (!isAlike(alike, a, b))
        problems.push(
          `the mistakes "${a.id}" and "${b.id}" come out right together. Let one of them be wrong whatever the other does, or say under alike why it has to be so.`,
        );
    }

  const linked = linkExercise(request(parts.solution), {
    ...modules,
    "@gradus/exercise": authoring,
  });
  const library = modules.gradus as TensorLibrary | undefined;
  problems.push(...(await ambiguitiesOf(linked, library, known, alike)));
  linked.endStandIns();
  const needed = new Set(caught.map(({ by }) => by));
  const plain = (all: typeof caught): Caught[] => all.map(({ standard: _, ...rest }) => rest);
  return {
    problems,
    lock: {
      own: plain(caught.filter((c) => !c.standard)),
      standard: plain(caught.filter((c) => c.standard)),
      equivalent,
      cancelling,
    },
    unneededChecks: linked.grade
      .filter((check) => !check.usual && !needed.has(check.name))
      .map((check) => check.name),
  };
}

/** Whether an author has said of two mistakes that they belong together. */
function isAlike(
  alike: NonNullable<CheckedParts["alike"]>,
  one: Pick<KnownMistake, "id" | "name">,
  other: Pick<KnownMistake, "id" | "name">,
): boolean {
  return alike.some(({ names }) =>
    names.every((name) => [one.id, one.name, other.id, other.name].includes(name)),
  );
}

/** The mistakes that the first example cannot tell apart, in sentences. */
async function ambiguitiesOf(
  { grade, reference, loadWrong }: Linked,
  library: TensorLibrary | undefined,
  known: readonly KnownMistake[],
  alike: NonNullable<CheckedParts["alike"]>,
): Promise<string[]> {
  const wrong = known.flatMap((mistake) => {
    if (mistake.text === undefined) return [];
    try {
      return [{ name: mistake.name, id: mistake.id, exports: loadWrong(mistake) }];
    } catch {
      // What does not load answers nothing.
      return [];
    }
  });
  const found = await ambiguities({ grade, reference, wrong, ...(library && { library }) });
  return found
    .filter(({ one, other }) => !isAlike(alike, one, other))
    .map(
      ({ one, other, check, answer }) =>
        `the example of "${check}" cannot tell "${one.id}" from "${other.id}": both answer ${answer}. Choose other numbers, or say under alike why it has to be so.`,
    );
}
