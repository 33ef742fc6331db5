/** What the learner did, and where they stand. */
import { parseAct } from "@gradus/content";
import { Hono } from "hono";
import type { Workspace } from "../../workspace/workspace.ts";
import { bodyOf } from "../requests.ts";

export function progressApi(workspace: Workspace): Hono {
  const app = new Hono();
  app.get("/progress", async (c) =>
    c.json({
      ...(await workspace.progress()),
      unreadable: await workspace.unreadableProgress(),
    }),
  );
  app.post("/events", async (c) => {
    const value = await bodyOf(c.req.raw);
    const act = parseAct(value);
    // What it is about has to be there.
    if ("exercise" in act) workspace.exercise(act.exercise);
    else if ("explain" in act) workspace.explain(act.explain);
    else if ("lesson" in act) workspace.lesson(act.lesson);
    const { at, version } = value as { at?: unknown; version?: unknown };
    const event = await workspace.append(act, {
      ...(typeof at === "string" && { at }),
      ...(typeof version === "string" && { version }),
    });
    return c.json(event);
  });
  return app;
}
