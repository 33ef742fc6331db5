/** Other right answers to an exercise, to be looked at beside one's own: only for whoever has passed it. */
import { toWorkspace } from "@gradus/content";
import { codeLines } from "@gradus/exercise/form";
import { notPassedError } from "./errors.ts";
import type { Workspace } from "./workspace.ts";

export interface AnswerText {
  /** As it reads in the learner's folder. */
  readonly text: string;
  /** Lines with code, without comments and imports. */
  readonly lines: number;
}

export interface OtherAnswer extends AnswerText {
  readonly name: string;
  /** What differs, in a sentence. */
  readonly why?: string;
}

export interface Answers {
  /** The learner's text that passed last, where it is kept. */
  readonly mine: AnswerText | null;
  /** The solution, and at most two others. */
  readonly others: readonly OtherAnswer[];
}

/** What the solution is called among the answers. */
export const solutionName = "the solution";
const mostAlternatives = 2;

/** The answers to an exercise. @throws WorkspaceError `workspace/not-passed` before a version of the learner's has passed */
export async function answersOf(workspace: Workspace, name: string): Promise<Answers> {
  const exercise = workspace.exercise(name);
  const { id, files } = exercise;
  const { exercises } = await workspace.progress();
  if (exercises[id] !== "passed") throw notPassedError(id);
  const read = (text: string): AnswerText => ({
    text: toWorkspace(text, exercise, workspace.content),
    lines: codeLines(text),
  });
  // Those that say what differs are worth more to look at.
  const alternatives = [...files.alternatives]
    .sort((a, b) => Number(b.why !== undefined) - Number(a.why !== undefined))
    .slice(0, mostAlternatives);
  const passing = await workspace.passing(id);
  return {
    mine: passing === null ? null : { text: passing, lines: codeLines(passing) },
    others: [
      { name: solutionName, ...read(files.solution) },
      ...alternatives.map(({ name: called, text, why }) => ({
        name: called,
        ...read(text),
        ...(why !== undefined && { why }),
      })),
    ],
  };
}
