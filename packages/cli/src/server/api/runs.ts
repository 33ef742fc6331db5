/** The runs of training: listed, read, described, exported, deleted and brought back. */
import { Hono } from "hono";
import { bodyOf, RequestError, readNewRun, readRunWords } from "../requests.ts";
import type { Runs } from "../runs.ts";

export function runsApi(runs: Runs): Hono {
  const app = new Hono();
  app.get("/deleted-runs", async (c) => c.json(await runs.deleted()));
  app.get("/runs", async (c) => c.json(await runs.list()));
  app.post("/runs", async (c) => c.json(await runs.add(readNewRun(await bodyOf(c.req.raw)))));
  app.get("/runs/:id", async (c) => c.json(await runs.get(c.req.param("id"))));
  app.patch("/runs/:id", async (c) => {
    const words = readRunWords(await bodyOf(c.req.raw));
    return c.json(await runs.describe(c.req.param("id"), words));
  });
  app.delete("/runs/:id", async (c) => {
    await runs.delete(c.req.param("id"));
    return c.json({ deleted: c.req.param("id") });
  });
  app.post("/runs/:id/restore", async (c) => c.json(await runs.restore(c.req.param("id"))));
  app.get("/runs/:id/export", async (c) => {
    const id = c.req.param("id");
    const format = c.req.query("format");
    if (format === "csv") {
      const csv = await runs.csv(id);
      return c.body(csv, 200, {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${id}.csv"`,
      });
    }
    if (format === "tfevents") {
      const bytes = await runs.tfevents(id);
      return c.body(new Uint8Array(bytes), 200, {
        "content-type": "application/octet-stream",
        // TensorBoard looks for this word in the name.
        "content-disposition": `attachment; filename="events.out.tfevents.${id}"`,
      });
    }
    throw new RequestError("format", format);
  });
  return app;
}
