/** Running and grading the learner's code: in a worker of its own, ended when its time is over. */
import { browserWorker, type GradeRequest, Grader, type Verdict } from "@gradus/exercise";
import { request } from "./connection.ts";

const grader = new Grader({
  spawn: () =>
    browserWorker(
      new Worker(new URL("../workers/grade.worker.ts", import.meta.url), {
        type: "module",
      }) as unknown as Parameters<typeof browserWorker>[0],
    ),
});

/** Grades an exercise from the files on disk; the caller has saved its own. */
export async function check(
  id: string,
  listener: Parameters<Grader["grade"]>[1],
): Promise<Verdict> {
  const asked = await request<GradeRequest>(`/api/exercises/${id}/grading`);
  return grader.grade(asked, listener);
}

const runsOnly = `
import { contract, defineGrade, passed } from "@gradus/exercise";
export default defineGrade<object>([contract({ name: "runs", run: () => passed })]);
`;

/** Runs the file for what it prints, with no check. */
export async function run(id: string, listener: Parameters<Grader["run"]>[1]): Promise<Verdict> {
  const asked = await request<GradeRequest>(`/api/exercises/${id}/grading`);
  const sources = asked.sources.map((s) => (s.id === id ? { ...s, grade: runsOnly } : s));
  return grader.run({ ...asked, sources }, listener);
}
