/** Grading a file of the workspace, in a worker of its own, with the same code as the studio. */
import { assetsOf, attemptOf, gradeRequest, historyOf, leftOut } from "@gradus/content";
import {
  type GradeListener,
  type GradeRequest,
  type Timing,
  typesMayTell,
  type Verdict,
} from "@gradus/exercise";
import { type NodeGraderOptions, nodeGrader } from "@gradus/exercise/node";
import type { Answers } from "./answers.ts";
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

/** What workers of the terminal are started with. */
const nodeOptions = (options: Partial<NodeGraderOptions>): NodeGraderOptions => ({
  ...options,
  modules: options.modules ?? {
    gradus: import.meta.resolve("gradus"),
    "gradus/vision": import.meta.resolve("gradus/vision"),
  },
});

/** A request with the data it needs. */
async function withAssets(workspace: Workspace, request: GradeRequest): Promise<GradeRequest> {
  const names = assetsOf(request.exercise, workspace.content);
  const read = await Promise.all(
    names.map(async (name) => [name, await workspace.dataset(name)] as const),
  );
  return { ...request, assets: Object.fromEntries(read) };
}

/** Takes the time of the learner's passed text and of other answers; undefined where that did not work. */
export async function timeAnswers(
  workspace: Workspace,
  id: string,
  { mine, others }: Answers,
  signal: AbortSignal,
): Promise<Timing | undefined> {
  if (!mine) return undefined;
  const asked = await withAssets(workspace, await gradingOf(workspace, id));
  const sources = asked.sources.map((s) =>
    s.id === asked.exercise ? { ...s, learner: mine.text } : s,
  );
  const verdict = await nodeGrader(nodeOptions({})).run(
    { ...asked, sources, answers: others },
    { signal },
  );
  return verdict.timing;
}

/** A function that grades the workspace's files as they are when it is called. */
export function workspaceGrader(
  workspace: Workspace,
  options: Partial<NodeGraderOptions> = {},
): GradeOne {
  const grader = nodeGrader(nodeOptions(options));
  return async (name, listener) => {
    const { id } = workspace.exercise(name);
    const { version } = await workspace.readOrStart(id);
    const request = await withAssets(workspace, await gradingOf(workspace, id));
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
