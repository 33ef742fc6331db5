/** Running and grading the learner's code: in a worker of its own, ended when its time is over. */
import {
  type GradeMessage,
  type GradeRequest,
  Grader,
  libraryGrade,
  type Verdict,
  type WorkerReply,
} from "@gradus/exercise";
import { startLearnerWorker } from "../runner/runner.ts";
import { request, requestBytes } from "./connection.ts";

const grader = new Grader({
  spawn: () => startLearnerWorker<GradeMessage, WorkerReply>("grade"),
});

const datasets = new Map<string, Promise<Uint8Array>>();

/** A data set's bytes; fetched once. */
export function dataset(id: string): Promise<Uint8Array> {
  const known = datasets.get(id);
  if (known) return known;
  const asked = requestBytes(`/api/datasets/${id}`);
  datasets.set(id, asked);
  asked.catch(() => datasets.delete(id));
  return asked;
}

/** Several data sets by name. */
export async function datasetsByName(
  ids: readonly string[],
): Promise<Readonly<Record<string, Uint8Array>>> {
  const read = await Promise.all(ids.map(async (id) => [id, await dataset(id)] as const));
  return Object.fromEntries(read);
}

/** What a grader is asked about an exercise, with the files as they are on the disk and the data. */
export async function gradingOf(id: string): Promise<GradeRequest> {
  const { assetNames, ...asked } = await request<GradeRequest & { assetNames: string[] }>(
    `/api/exercises/${id}/grading`,
  );
  return { ...asked, assets: await datasetsByName(assetNames) };
}

/** The same request with another text in place of the exercise's own file. */
export function withText(asked: GradeRequest, text: string): GradeRequest {
  const sources = asked.sources.map((s) => (s.id === asked.exercise ? { ...s, learner: text } : s));
  return { ...asked, sources };
}

/** Grades a request. */
export const check = (
  asked: GradeRequest,
  listener: Parameters<Grader["grade"]>[1],
): Promise<Verdict> => grader.grade(asked, listener);

const runsOnly = `
import { contract, defineGrade, passed } from "@gradus/exercise";
export default defineGrade<object>([contract({ name: "runs", run: () => passed })]);
`;

/** Runs a request's file for what it prints, with no check. */
export function run(asked: GradeRequest, listener: Parameters<Grader["run"]>[1]): Promise<Verdict> {
  const id = asked.exercise;
  const sources = asked.sources.map((s) => (s.id === id ? { ...s, grade: runsOnly } : s));
  return grader.run({ ...asked, sources }, listener);
}

/**
 * Puts a learner's text in the place of the library's call it was built after: its own checks first, then
 * values and gradients against the library's.
 */
export async function swapIn(id: string, learner: string): Promise<Verdict> {
  const asked = await gradingOf(id);
  const withGrade = (grade?: string): GradeRequest => ({
    ...asked,
    sources: asked.sources.map((s) =>
      s.id === id ? { ...s, learner, ...(grade !== undefined && { grade }) } : s,
    ),
  });
  const own = await grader.grade(withGrade());
  return own.passed ? grader.run(withGrade(libraryGrade(id))) : own;
}
