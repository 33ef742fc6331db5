/** Running and grading the learner's code: in a worker of its own, ended when its time is over. */
import {
  browserShare,
  type GradeMessage,
  type GradeRequest,
  Grader,
  libraryGrade,
  type Timing,
  type Verdict,
  type WorkerReply,
} from "@gradus/exercise";
import { startLearnerWorker } from "../runner/runner.ts";
import { request, requestBytes } from "./connection.ts";
import { progress } from "./workspace.ts";

const grader = new Grader({
  spawn: () => startLearnerWorker<GradeMessage, WorkerReply>("grade"),
  share: () =>
    browserShare(
      new Worker(new URL("../workers/share.worker.ts", import.meta.url), { type: "module" }),
    ),
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

/** The times of a passed text and of other answers, on one input. */
export async function timeOf(
  asked: GradeRequest,
  text: string,
  answers: NonNullable<GradeRequest["answers"]>,
  signal: AbortSignal,
): Promise<Timing | undefined> {
  const { timing } = await grader.run({ ...withText(asked, text), answers }, { signal });
  return timing;
}

/** A request in which the learner's last passing versions of other exercises stand in the library's place. */
async function withStandIns(
  asked: GradeRequest,
  swapped: readonly string[],
): Promise<GradeRequest> {
  const standIns = swapped.filter((id) => id !== asked.exercise);
  const others = await Promise.all(
    standIns.map(async (id) => {
      const [other, { passing }] = await Promise.all([
        gradingOf(id),
        request<{ passing: string | null }>(`/api/exercises/${id}`),
      ]);
      return passing === null ? other : withText(other, passing);
    }),
  );
  const known = new Set(asked.sources.map((s) => s.id));
  const more = others.flatMap((o) => o.sources).filter((s) => !known.has(s.id) && known.add(s.id));
  return {
    ...asked,
    sources: [...more, ...asked.sources],
    files: Object.assign({}, ...others.map((o) => o.files), asked.files),
    assets: Object.assign({}, ...others.map((o) => o.assets), asked.assets),
    standIns,
  };
}

/** Runs a request's file for what it prints, with no check, on the learner's own functions where they are swapped in. */
export async function run(
  asked: GradeRequest,
  listener: Parameters<Grader["run"]>[1],
): Promise<Verdict> {
  const all = await withStandIns(asked, progress.value?.swapped ?? []);
  return grader.run({ ...all, runOnly: true }, listener);
}

/**
 * Whether a learner's text can stand in the place of the library's call it was built after: its own checks first,
 * then values and gradients against the library's.
 */
export async function tryInPlace(id: string, learner: string): Promise<Verdict> {
  const asked = await gradingOf(id);
  const withGrade = (grade?: string): GradeRequest => ({
    ...asked,
    sources: asked.sources.map((s) =>
      s.id === id ? { ...s, learner, ...(grade !== undefined && { grade }) } : s,
    ),
  });
  const own = await grader.grade(withGrade());
  return own.passed ? grader.run(withGrade(libraryGrade)) : own;
}
