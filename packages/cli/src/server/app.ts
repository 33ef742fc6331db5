/** The server's addresses: the studio's files, and /api over the workspace, a part for each thing there is. */
import { ContentError } from "@gradus/content";
import { type ErrorHandler, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ConflictError, WorkspaceError } from "../workspace/errors.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { contentApi } from "./api/content.ts";
import { exercisesApi } from "./api/exercises.ts";
import { progressApi } from "./api/progress.ts";
import { runsApi } from "./api/runs.ts";
import { type OnChange, watchApi } from "./api/watch.ts";
import { headers, originGuard, tokenGuard } from "./guard.ts";
import { RequestError } from "./requests.ts";
import { Runs } from "./runs.ts";
import { notBuilt, type StudioFiles } from "./static.ts";

export interface AppOptions {
  readonly workspace: Workspace;
  readonly token: string;
  readonly port: () => number;
  /** Null where the studio is not built. */
  readonly studio: StudioFiles | null;
  readonly onChange: OnChange;
}

const mostBodyBytes = 1 << 20;
const mostRunBytes = 32 << 20;

const statusOf: Readonly<Record<string, 400 | 403 | 404 | 409 | 413>> = {
  "workspace/name": 404,
  "workspace/exercise": 404,
  "workspace/lesson": 404,
  "workspace/run": 404,
  "workspace/dataset": 404,
  "workspace/not-passed": 403,
  "workspace/lines-later": 403,
  "workspace/no-lines": 404,
  "workspace/conflict": 409,
  "workspace/run-busy": 409,
  "workspace/size": 413,
};

/** An error as an answer. */
export const answerError: ErrorHandler = (error, c) => {
  if (error instanceof ConflictError)
    return c.json({ error: error.message, text: error.text, version: error.version }, 409);
  if (error instanceof WorkspaceError)
    return c.json({ error: error.message, code: error.code }, statusOf[error.code] ?? 400);
  if (error instanceof RequestError || error instanceof ContentError)
    return c.json({ error: error.message, code: error.code }, 400);
  return c.json({ error: `gradus: ${error.message}` }, 500);
};

/** Everything the server answers. */
export function makeApp(options: AppOptions): Hono {
  const { workspace, token, port, studio, onChange } = options;
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
  app.onError(answerError);

  app.route("/api", contentApi(workspace));
  app.route("/api/exercises", exercisesApi(workspace));
  app.route("/api", progressApi(workspace));
  app.route("/api", runsApi(new Runs(workspace)));
  app.route("/api", watchApi(onChange));
  app.all("/api/*", (c) => c.json({ error: "There is nothing at this address." }, 404));
  app.get("*", (c) => (studio ? studio.answer(c) : notBuilt(c)));
  return app;
}
