/** The files a learner's file may import, for the language service. */
import { gradingOf } from "../state/grading.ts";
import { openFiles } from "./client.ts";

/** Opens what an exercise builds on: the learner's own file, or else the solution's, whose types are the same. */
export async function learnerFiles(exercise: string): Promise<void> {
  const { sources } = await gradingOf(exercise);
  openFiles(
    Object.fromEntries(
      sources.filter((s) => s.id !== exercise).map((s) => [`${s.id}.ts`, s.learner ?? s.solution]),
    ),
  );
}
