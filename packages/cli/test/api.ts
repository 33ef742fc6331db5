/** A part of the server's API over a workspace of its own, asked without a network. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readContent, readDataset } from "@gradus/content/node";
import { Hono } from "hono";
import { answerError } from "../src/server/app.ts";
import { Workspace } from "../src/workspace/workspace.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Asked {
  readonly workspace: Workspace;
  readonly ask: (path: string, method?: string, body?: unknown) => Promise<Answer>;
  readonly remove: () => void;
}

/** @param content a folder of `packages/content/fixtures` */
export async function apiOf(
  part: (workspace: Workspace) => Hono,
  content: "small" | "two-courses" = "small",
): Promise<Asked> {
  const folder = mkdtempSync(join(tmpdir(), "gradus-api-"));
  const from = fileURLToPath(new URL(`../../content/fixtures/${content}`, import.meta.url));
  const read = await readContent(from);
  const workspace = await Workspace.open(folder, read.content, (d) => readDataset(from, d));
  const app = new Hono().onError(answerError).route("/", part(workspace));
  return {
    workspace,
    ask: async (path, method = "GET", body = undefined) => {
      const response = await app.request(path, {
        method,
        ...(body !== undefined && {
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
      });
      const text = Buffer.from(await response.arrayBuffer()).toString("latin1");
      const isJson = /json/.test(response.headers.get("content-type") ?? "");
      return { status: response.status, text, json: isJson ? JSON.parse(text) : {} };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
