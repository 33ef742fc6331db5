/** The lines of an answer to arrange: a step between the second hint and the third. */
import { type Exercise, toWorkspace } from "@gradus/content";
import { type Arrangement, arrangementOf } from "@gradus/exercise/form";
import { linesLaterError, noLinesError } from "./errors.ts";
import { hintsShown } from "./hints.ts";
import type { Workspace } from "./workspace.ts";

/** So many hints come first. */
export const hintsBeforeLines = 2;

function arrangementFor({ kind, files, id }: Exercise): Arrangement | undefined {
  return kind === "bug-hunt" ? undefined : arrangementOf(files.solution, files.known, id);
}

/** Whether an exercise's answer is of the kind whose lines can be arranged. */
export const hasLines = (exercise: Exercise): boolean => arrangementFor(exercise) !== undefined;

/**
 * The lines as they read in the learner's folder, shuffled, without their right order.
 *
 * @throws WorkspaceError `workspace/no-lines`, and `workspace/lines-later` before the hints that come first
 */
export async function linesToArrange(
  workspace: Workspace,
  name: string,
): Promise<Pick<Arrangement, "before" | "head" | "after" | "lines">> {
  const exercise = workspace.exercise(name);
  const found = arrangementFor(exercise);
  if (!found) throw noLinesError(exercise.id);
  const shown = hintsShown(exercise.id, await workspace.events());
  const needed = Math.min(hintsBeforeLines, exercise.hints.length);
  if (shown < needed) throw linesLaterError(exercise.id, shown, needed);
  const { before, head, after, lines } = found;
  return { before: toWorkspace(before, exercise, workspace.content), head, after, lines };
}
