/** What there is to learn: the catalogue, lessons, search, questions, data sets. Nothing of it changes while it runs. */
import { catalogueOf, explainText, lessonText, placementOf, searchContent } from "@gradus/content";
import { Hono } from "hono";
import type { Workspace } from "../../workspace/workspace.ts";
import { idOf } from "../requests.ts";

const mostQuery = 200;

export function contentApi(workspace: Workspace): Hono {
  const { content } = workspace;
  const app = new Hono();
  app.get("/content", (c) => c.json(catalogueOf(content)));
  app.get("/search", (c) =>
    c.json(searchContent(content, (c.req.query("q") ?? "").slice(0, mostQuery))),
  );
  app.get("/lessons/:course/:name", (c) => c.json(lessonText(workspace.lesson(idOf(c)))));
  app.get("/placement/:course", (c) => c.json(placementOf(c.req.param("course"), content)));
  /** A question that is answered in words; the model answer is for whoever has written one. */
  app.get("/explains/:course/:name", (c) => c.json(explainText(workspace.explain(idOf(c)))));
  app.get("/datasets/:id", async (c) => {
    const bytes = await workspace.dataset(c.req.param("id"));
    return c.body(new Uint8Array(bytes), 200, { "content-type": "application/octet-stream" });
  });
  return app;
}
