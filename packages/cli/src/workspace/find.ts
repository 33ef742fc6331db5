/** Where things are: the content and the studio beside the program, and the learner's folder. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type AssembledContent, type ContentError, firstCourse } from "@gradus/content";
import { readContent, readDataset } from "@gradus/content/node";
import type { Flags } from "../command.ts";
import { installError } from "./errors.ts";
import { Workspace } from "./workspace.ts";

/** The nearest folder above this file that holds a path. */
function above(path: string): string | null {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (existsSync(join(at, path))) return at;
    if (dirname(at) === at) return null;
  }
}

/** The folder that holds `courses/`. */
export function contentFolder(): string {
  const root = above("content/courses");
  if (!root) throw installError("the content");
  return join(root, "content");
}

/** The built studio, or null where it has not been built. */
export function studioFolder(): string | null {
  const built = "apps/studio/dist";
  const root = above(`${built}/index.html`);
  return root && join(root, built);
}

/** Files that say that a folder is a workspace. */
const marks = ["progress.jsonl", "exercises"];
/** The workspace in a folder that holds other things too. */
export const inside = "gradus-workspace";

/**
 * The learner's folder, seen from where the program was started: this folder if it is a workspace or empty,
 * else `gradus-workspace` in it, so that no other project is littered.
 */
export function workspaceFolder(start: string, told?: string): string {
  if (told !== undefined) return resolve(start, told);
  if (marks.some((mark) => existsSync(join(start, mark)))) return start;
  const other = readdirSync(start).filter((name) => !name.startsWith("."));
  return other.length === 0 ? start : join(start, inside);
}

export interface Opened {
  readonly workspace: Workspace;
  readonly problems: readonly ContentError[];
}

/**
 * Opens the learner's folder with the content, where the flags `--workspace` and `--content` say.
 *
 * @param say is told what happened to the learner's files on the way
 */
export async function openWorkspace(flags: Flags, say: (line: string) => void): Promise<Opened> {
  const told = (name: string): string | undefined => {
    const value = flags[name];
    return typeof value === "string" ? value : undefined;
  };
  const from = told("content") ?? contentFolder();
  const { content, problems }: AssembledContent = await readContent(from);
  const folder = workspaceFolder(process.cwd(), told("workspace"));
  const workspace = await Workspace.open(folder, content, (d) => readDataset(from, d));
  const { moved, problems: stuck } = workspace.movedOn;
  if (moved.length > 0)
    say(
      `Files are in folders of their course now: ${moved.length} of yours moved to exercises/${firstCourse}/ and notes/${firstCourse}/.`,
    );
  for (const problem of stuck) say(problem.message);
  return { workspace, problems };
}
