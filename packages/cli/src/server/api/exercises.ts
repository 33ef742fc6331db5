/** The learner's file of an exercise: read, saved, begun again, graded. */
import { assetsOf, exerciseSummary } from "@gradus/content";
import { Hono } from "hono";
import { answersOf } from "../../workspace/answers.ts";
import { hasLines, linesToArrange } from "../../workspace/arrange.ts";
import { gradingOf } from "../../workspace/grading.ts";
import { hintsShown } from "../../workspace/hints.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { bodyOf, idOf, readAdopted, readSave } from "../requests.ts";

export function exercisesApi(workspace: Workspace): Hono {
  const app = new Hono();
  app.get("/:course/:name", async (c) => {
    const exercise = workspace.exercise(idOf(c));
    const { id, task, hints } = exercise;
    const { text, version } = await workspace.readOrStart(id);
    return c.json({
      meta: exerciseSummary(exercise),
      task,
      hints,
      hintsShown: hintsShown(id, await workspace.events()),
      arranges: hasLines(exercise),
      starter: await workspace.starter(id),
      text,
      version,
      passing: await workspace.passing(id),
    });
  });
  app.put("/:course/:name", async (c) => {
    const { text, baseVersion } = readSave(await bodyOf(c.req.raw));
    const { version } = await workspace.save(idOf(c), text, baseVersion);
    return c.json({ version });
  });
  app.post("/:course/:name/reset", async (c) => {
    const { file, kept } = await workspace.reset(idOf(c));
    return c.json({ text: file.text, version: file.version, kept });
  });
  app.post("/:course/:name/adopt", async (c) => {
    const { text, why } = readAdopted(await bodyOf(c.req.raw));
    const { file, kept } = await workspace.adopt(idOf(c), text, why);
    return c.json({ version: file.version, kept });
  });
  /** The solution and other right answers, for whoever has passed. */
  app.get("/:course/:name/answers", async (c) => c.json(await answersOf(workspace, idOf(c))));
  /** The lines of an answer, shuffled, for whoever has seen the first hints. */
  app.get("/:course/:name/lines", async (c) => c.json(await linesToArrange(workspace, idOf(c))));
  /** What a grader is asked, with the learner's files as they are on the disk. */
  app.get("/:course/:name/grading", async (c) => {
    const { id } = workspace.exercise(idOf(c));
    const assetNames = assetsOf(id, workspace.content);
    return c.json({ ...(await gradingOf(workspace, id)), assetNames });
  });
  return app;
}
