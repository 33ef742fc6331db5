/**
 * The check of an exercise as its author needs it: everything that its parts promise each other, and the lock. The
 * terminal's `gradus content check` and the tests run the same.
 */
import { type CheckedParts, checkExercise, type Modules } from "@gradus/exercise";
import { stepsOf } from "@gradus/exercise/form";
import { ContentError } from "../errors.ts";
import { assetsOf, gradeRequest } from "../read/grade-request.ts";
import { lockFile, lockText } from "../read/lock.ts";
import type { Content, Exercise } from "../read/types.ts";
import type { Vocabulary } from "../read/vocabulary.ts";
import { wordProblems } from "./words.ts";

export interface CheckInput {
  readonly exercise: Exercise;
  readonly content: Content;
  readonly vocabulary: Vocabulary;
  readonly modules: Modules;
  readonly readAsset: (name: string) => Promise<Uint8Array>;
}

export interface CheckResult {
  /** One sentence each, beginning with a file's name where one is to be changed. */
  readonly problems: readonly string[];
  /** What the lock has to say now; undefined where that cannot be told. */
  readonly lock: string | undefined;
  readonly lockDiffers: boolean;
}

/** The steps of a solution begin with words that all courses share. */
function stepProblems({ files }: Exercise, { steps }: Vocabulary): string[] {
  return stepsOf(files.written).flatMap(({ line, text }) => {
    const label = /^([A-Z][\w -]*?)(?::|$)/.exec(text)?.[1];
    if (label !== undefined && steps.has(label)) return [];
    return [
      `solution.ts:${line}: the step "${text}" begins with no label of content/steps.yaml. Write "Label: what to do here", or add the label there.`,
    ];
  });
}

/** Checks one exercise; never throws for what its author wrote. */
export async function checkContentExercise(input: CheckInput): Promise<CheckResult> {
  const { exercise, content, vocabulary, modules, readAsset } = input;
  const { files } = exercise;
  try {
    const request = gradeRequest(exercise.id, content, () => undefined);
    const own = request.sources.find((s) => s.id === exercise.id);
    if (!own)
      return { problems: ["it is not in the content."], lock: undefined, lockDiffers: false };
    const assets = Object.fromEntries(
      await Promise.all(
        assetsOf(exercise.id, content).map(async (name) => [name, await readAsset(name)] as const),
      ),
    );
    const parts: CheckedParts = {
      ...own,
      starter: files.starter,
      alternatives: files.alternatives,
      alike: files.alike,
      upstream: request.sources.filter((s) => s.id !== exercise.id),
      ...(request.files && { files: request.files }),
      assets,
    };
    const { problems, lock, unneededChecks } = await checkExercise(parts, { modules });
    const text = lockText(lock);
    return {
      problems: [
        ...problems,
        ...unneededChecks.map(
          (name) =>
            `the check "${name}" catches no mistake: take it away, or add the mistake it is for.`,
        ),
        ...stepProblems(exercise, vocabulary),
        ...wordProblems(exercise, vocabulary),
      ],
      lock: text,
      lockDiffers: files.lock !== text,
    };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return { problems: [error.message], lock: undefined, lockDiffers: false };
  }
}

/** What a lock that differs is called in a list of problems. */
export const lockProblem = ({ files }: Exercise): string =>
  files.lock === null
    ? `${lockFile}: there is none. Write it with gradus content check --update.`
    : `${lockFile}: it says something else than is computed now. Look at what has changed with gradus content check --update.`;
