/** The server's addresses: the studio's files, and /api over the workspace. */
import {
  assetsOf,
  type Content,
  ContentError,
  type Exercise,
  type Lesson,
  parseAct,
  placementOf,
  searchContent,
} from "@gradus/content";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import { ConflictError, WorkspaceError } from "../workspace/errors.ts";
import { gradingOf } from "../workspace/grading.ts";
import { hintsShown } from "../workspace/hints.ts";
import type { DiskChange } from "../workspace/watch.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { headers, originGuard, tokenGuard } from "./guard.ts";
import { RequestError, readNewRun, readRunWords, readSave, readText } from "./requests.ts";
import { Runs } from "./runs.ts";
import { notBuilt, type StudioFiles } from "./static.ts";

export interface AppOptions {
  readonly workspace: Workspace;
  readonly token: string;
  readonly port: () => number;
  /** Null where the studio is not built. */
  readonly studio: StudioFiles | null;
  /** Calls back with changes of the disk until the returned function is called. */
  readonly onChange: (listener: (change: DiskChange) => void) => () => void;
}

const mostBodyBytes = 1 << 20;
const mostRunBytes = 32 << 20;

const about = ({ files: _, task: __, folder: ___, hints, ...meta }: Exercise) => ({
  ...meta,
  hints: hints.length,
});

const summary = ({ blocks: _, compares: __, files: ___, folder: ____, ...meta }: Lesson) => meta;

/** What the path page needs of the content; no task, no solution, no hint. */
const catalogue = (content: Content) => ({
  steps: content.steps,
  courses: content.courses.map(({ folder: _, ...course }) => course),
  lessons: content.lessons.map(summary),
  exercises: content.exercises.map(about),
  explains: content.explains.map(({ folder: _, task: __, answer: ___, ...meta }) => meta),
});

const statusOf: Readonly<Record<string, 400 | 404 | 409 | 413>> = {
  "workspace/name": 404,
  "workspace/exercise": 404,
  "workspace/lesson": 404,
  "workspace/run": 404,
  "workspace/dataset": 404,
  "workspace/conflict": 409,
  "workspace/run-busy": 409,
  "workspace/size": 413,
};

/** The id that an address's two last names make. */
const idOf = (c: Context): string => `${c.req.param("course")}/${c.req.param("name")}`;

/** Everything the server answers. */
export function makeApp(options: AppOptions): Hono {
  const { workspace, token, port, studio, onChange } = options;
  const { content } = workspace;
  const runs = new Runs(workspace);
  const app = new Hono();

  app.use(headers(port));
  app.use(originGuard(port));
  app.use("/api/*", tokenGuard(token));
  app.use("/api/*", async (c, next) => {
    const most = c.req.path === "/api/runs" ? mostRunBytes : mostBodyBytes;
    return bodyLimit({
      maxSize: most,
      onError: (over) => over.json({ error: `The request is larger than ${most} bytes.` }, 413),
    })(c, next);
  });

  app.onError((error, c) => {
    if (error instanceof ConflictError)
      return c.json({ error: error.message, text: error.text, version: error.version }, 409);
    if (error instanceof WorkspaceError)
      return c.json({ error: error.message, code: error.code }, statusOf[error.code] ?? 400);
    if (error instanceof RequestError || error instanceof ContentError)
      return c.json({ error: error.message, code: error.code }, 400);
    return c.json({ error: `gradus: ${error.message}` }, 500);
  });

  app.get("/api/content", (c) => c.json(catalogue(content)));
  app.get("/api/search", (c) =>
    c.json(searchContent(content, (c.req.query("q") ?? "").slice(0, 200))),
  );
  app.get("/api/lessons/:course/:name", (c) => {
    const { files: _, folder: __, ...found } = workspace.lesson(idOf(c));
    return c.json(found);
  });

  app.get("/api/placement/:course", (c) => c.json(placementOf(c.req.param("course"), content)));
  /** A question that is answered in words; the model answer is for whoever has written one. */
  app.get("/api/explains/:course/:name", (c) => {
    const { folder: _, ...found } = workspace.explain(idOf(c));
    return c.json(found);
  });

  app.get("/api/exercises/:course/:name", async (c) => {
    const exercise = workspace.exercise(idOf(c));
    const { id } = exercise;
    const file = await workspace.readOrStart(id);
    return c.json({
      meta: about(exercise),
      task: exercise.task,
      hints: exercise.hints,
      hintsShown: hintsShown(id, await workspace.events()),
      starter: await workspace.starter(id),
      text: file.text,
      version: file.version,
      passing: await workspace.passing(id),
    });
  });
  app.put("/api/exercises/:course/:name", async (c) => {
    const { text, baseVersion } = readSave(await body(c.req.raw));
    const { version } = await workspace.save(idOf(c), text, baseVersion);
    return c.json({ version });
  });
  app.post("/api/exercises/:course/:name/reset", async (c) => {
    const { file, kept } = await workspace.reset(idOf(c));
    return c.json({ ...file, kept });
  });
  app.post("/api/exercises/:course/:name/adopt", async (c) => {
    const { text } = readText(await body(c.req.raw));
    const { file, kept } = await workspace.adopt(idOf(c), text);
    return c.json({ version: file.version, kept });
  });
  /** What a grader is asked, with the learner's files as they are on the disk. */
  app.get("/api/exercises/:course/:name/grading", async (c) => {
    const id = idOf(c);
    return c.json({ ...(await gradingOf(workspace, id)), assetNames: assetsOf(id, content) });
  });
  app.get("/api/datasets/:id", async (c) => {
    const bytes = await workspace.dataset(c.req.param("id"));
    return c.body(new Uint8Array(bytes), 200, { "content-type": "application/octet-stream" });
  });

  app.post("/api/events", async (c) => {
    const value = await body(c.req.raw);
    const act = parseAct(value);
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
  app.get("/api/progress", async (c) =>
    c.json({
      ...(await workspace.progress()),
      unreadable: await workspace.unreadableProgress(),
    }),
  );

  app.get("/api/runs", async (c) => c.json(await runs.list()));
  app.post("/api/runs", async (c) => c.json(await runs.add(readNewRun(await body(c.req.raw)))));
  app.get("/api/deleted-runs", async (c) => c.json(await runs.deleted()));
  app.get("/api/runs/:id", async (c) => c.json(await runs.get(c.req.param("id"))));
  app.patch("/api/runs/:id", async (c) => {
    const words = readRunWords(await body(c.req.raw));
    return c.json(await runs.describe(c.req.param("id"), words));
  });
  app.delete("/api/runs/:id", async (c) => {
    await runs.delete(c.req.param("id"));
    return c.json({ deleted: c.req.param("id") });
  });
  app.post("/api/runs/:id/restore", async (c) => c.json(await runs.restore(c.req.param("id"))));
  app.get("/api/runs/:id/export", async (c) => {
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

  app.get("/api/watch", (c) =>
    streamSSE(c, async (stream) => {
      await new Promise<void>((done) => {
        const stop = onChange((change) => {
          void stream.writeSSE({ data: JSON.stringify(change) });
        });
        // Tells both sides when the other is gone.
        const beat = setInterval(() => void stream.write(": here\n\n"), 15_000);
        stream.onAbort(() => {
          stop();
          clearInterval(beat);
          done();
        });
        void stream.write(": here\n\n");
      });
    }),
  );

  app.all("/api/*", (c) => c.json({ error: "There is nothing at this address." }, 404));
  app.get("*", (c) => (studio ? studio.answer(c) : notBuilt(c)));
  return app;
}

/** A request's JSON. A page of another origin cannot send this type without being asked first. */
async function body(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/.test(type)) throw new RequestError("content-type", type);
  try {
    return await request.json();
  } catch (error) {
    throw new RequestError("body", (error as Error).message);
  }
}
