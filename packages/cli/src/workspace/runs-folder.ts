/** Where runs are: in the workspace, so that the studio shows what the terminal trains. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Flags } from "../command.ts";
import { inside, workspaceFolder } from "./find.ts";
import { Workspace } from "./workspace.ts";

/** The folder for new runs: the one that was told, or `runs/` of the workspace, which is made if there is none. */
export async function runsFolder(flags: Flags): Promise<string> {
  if (typeof flags.runs === "string") return flags.runs;
  const told = typeof flags.workspace === "string" ? flags.workspace : undefined;
  const root = await Workspace.prepare(workspaceFolder(process.cwd(), told));
  return shortPath(join(root, "runs"));
}

/**
 * The folder that holds `runs/` beside a workspace, or null. Earlier versions wrote runs there when training was
 * started in a folder with other things in it.
 */
export const besideWorkspace = (root: string): string | null =>
  basename(root) === inside ? dirname(root) : null;

/** A path as one would type it from here. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" ? "." : short.startsWith("..") ? path : short;
}

/** Whether a folder is that of a run. */
const isRun = (folder: string): boolean => existsSync(join(folder, "run.json"));

/** The runs in a folder, the newest first. */
export function runsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const started = (name: string): string => {
    try {
      return String(JSON.parse(readFileSync(join(folder, name, "run.json"), "utf8")).started);
    } catch {
      return "";
    }
  };
  return readdirSync(folder, { withFileTypes: true })
    .filter((e) => e.isDirectory() && isRun(join(folder, e.name)))
    .map((e) => ({ name: e.name, at: started(e.name) }))
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .map((e) => e.name);
}

/** The folder of a run that was asked for by its path or its name. */
export function findRun(asked: string, runs: string): string {
  if (isRun(asked)) return asked.replace(/(?<=.)[/\\]+$/, "");
  const beside = besideWorkspace(resolve(dirname(runs)));
  const places = [runs, ...(beside === null ? [] : [join(beside, "runs")])];
  const found = places.map((place) => join(place, basename(asked))).find(isRun);
  return found === undefined ? asked : shortPath(resolve(found));
}
