/** Grading a file of the workspace, in a worker of its own, with the same code as the studio. */
import { assetsOf, attemptOf, gradeRequest, historyOf, leftOut } from "@gradus/content";
import {
  type GradeListener,
  type GradeRequest,
  typesMayTell,
  type Verdict,
} from "@gradus/exercise";
import { type NodeGraderOptions, nodeGrader } from "@gradus/exercise/node";
import { versionOf, type Workspace } from "./workspace.ts";

export interface Graded {
  readonly verdict: Verdict;
  /** The version of the file that was graded. */
  readonly version: string;
}

/** Grades one exercise as it is now; the listener hears how far it is. */
export type GradeOne = (id: string, listener?: GradeListener) => Promise<Graded>;

/** What a grader is asked about an exercise, without data: its files, and the learner's own as they are now. */
export async function gradingOf(workspace: Workspace, id: string): Promise<GradeRequest> {
  const files = new Map<string, string>();
  const without = leftOut(workspace.content, historyOf(await workspace.events()));
  const collect = async (one: string): Promise<void> => {
    if (files.has(one)) return;
    const file = one === id || !without.has(one) ? await workspace.read(one) : null;
    if (file) files.set(one, file.text);
    for (const used of workspace.exercise(one).uses) await collect(used);
  };
  const { id: asked } = workspace.exercise(id);
  await collect(asked);
  return gradeRequest(asked, workspace.content, (one) => files.get(one));
}

/** What TypeScript knows about a file that was written and has not passed. */
async function knownProblems(
  verdict: Verdict,
  request: GradeRequest,
): Promise<Pick<Verdict, "problems">> {
  if (!typesMayTell(verdict)) return {};
  try {
    const { typeProblems } = await import("./type-problems.ts");
    const problems = await typeProblems(request);
    return problems.length > 0 ? { problems } : {};
  } catch {
    // Without the compiler the verdict is what it is.
    return {};
  }
}

/** A function that grades the workspace's files as they are when it is called. */
export function workspaceGrader(
  workspace: Workspace,
  options: Partial<NodeGraderOptions> = {},
): GradeOne {
  const grader = nodeGrader({
    ...options,
    modules: options.modules ?? { gradus: import.meta.resolve("gradus") },
  });
  return async (name, listener) => {
    const { id } = workspace.exercise(name);
    const { version } = await workspace.readOrStart(id);
    const assets = Object.fromEntries(
      await Promise.all(
        assetsOf(id, workspace.content).map(async (a) => [a, await workspace.dataset(a)] as const),
      ),
    );
    const request = { ...(await gradingOf(workspace, id)), assets };
    const own = request.sources.find((source) => source.id === id)?.learner;
    const graded = await grader.grade(request, listener);
    const verdict = { ...graded, ...(await knownProblems(graded, request)) };
    return { verdict, version: own === undefined ? version : versionOf(own) };
  };
}

/** Grades and writes the attempt down, if the verdict is one. */
export async function gradeAndRecord(
  workspace: Workspace,
  grade: GradeOne,
  id: string,
  listener?: GradeListener,
): Promise<Verdict> {
  const { verdict, version } = await grade(id, listener);
  const attempt = listener?.signal?.aborted ? null : attemptOf(verdict);
  if (attempt) await workspace.append(attempt, { version });
  return verdict;
}
