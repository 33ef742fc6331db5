/** Starts the server on loopback, with a token nobody else knows. */
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { portError } from "../workspace/errors.ts";
import { type DiskChange, watchWorkspace } from "../workspace/watch.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { makeApp } from "./app.ts";
import { StudioFiles } from "./static.ts";

export interface ServerOptions {
  readonly workspace: Workspace;
  /** The built studio's folder, or null. */
  readonly studio: string | null;
  /** Exactly this port; without one, the usual one or any that is free. */
  readonly port?: number | undefined;
}

export interface RunningServer {
  /** The address to open; the token stands behind #, which browsers never send. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}

const usualPort = 4646;

/** Starts it. @throws WorkspaceError `server/port` when the port asked for is taken */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { workspace } = options;
  const token = randomBytes(24).toString("base64url");
  const listeners = new Set<(change: DiskChange) => void>();
  let port = 0;
  const app = makeApp({
    workspace,
    token,
    port: () => port,
    studio: options.studio === null ? null : new StudioFiles(options.studio),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const listen = (wanted: number) =>
    new Promise<ReturnType<typeof serve>>((resolve, reject) => {
      const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: wanted }, () =>
        resolve(server),
      );
      server.once("error", reject);
    });
  let server: ReturnType<typeof serve>;
  try {
    server = await listen(options.port ?? usualPort);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (options.port !== undefined || (code !== "EADDRINUSE" && code !== "EACCES"))
      throw portError(options.port ?? usualPort, error);
    server = await listen(0);
  }
  port = (server.address() as AddressInfo).port;
  const stopWatching = await watchWorkspace(workspace, (change) => {
    for (const listener of listeners) listener(change);
  });
  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    port,
    token,
    close: async () => {
      await stopWatching();
      await new Promise<void>((done) => {
        server.close(() => done());
        // Streams of changes never end by themselves.
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
    },
  };
}
