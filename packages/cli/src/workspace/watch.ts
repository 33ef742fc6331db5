/** Tells of changes on the disk, whoever made them. */
import { basename, join, relative, sep } from "node:path";
import { isScopedId } from "@gradus/content";
import { watch } from "chokidar";
import { besideWorkspace } from "./runs-folder.ts";
import type { Workspace } from "./workspace.ts";

export type DiskChange =
  | {
      readonly kind: "exercise";
      readonly id: string;
      /** What the file holds now, null if it is gone; a page knows its own saves by it. */
      readonly version: string | null;
    }
  | { readonly kind: "progress" }
  | { readonly kind: "runs" };

/** Calls `listener` for every change until the returned function is called. */
export async function watchWorkspace(
  workspace: Workspace,
  listener: (change: DiskChange) => void,
): Promise<() => Promise<void>> {
  const beside = besideWorkspace(workspace.root);
  const olderRuns = beside === null ? null : join(beside, "runs");
  const below = (path: string): string[] =>
    olderRuns !== null && path.startsWith(olderRuns + sep)
      ? ["runs", ...relative(olderRuns, path).split(sep)]
      : relative(workspace.root, path).split(sep);
  const watcher = watch(
    [
      ...["exercises", "runs", "progress.jsonl"].map((name) => join(workspace.root, name)),
      ...(olderRuns === null ? [] : [olderRuns]),
    ],
    {
      ignoreInitial: true,
      followSymlinks: false,
      depth: 1,
      ignored: (path) => path.endsWith(".tmp") || path.endsWith(".safetensors"),
    },
  );
  let runsChanged: ReturnType<typeof setTimeout> | undefined;
  watcher.on("all", (_kind, path) => {
    const [top = "", name = "", file = ""] = below(path);
    if (top === "progress.jsonl") listener({ kind: "progress" });
    else if (top === "exercises" && file.endsWith(".ts")) {
      const id = `${name}/${basename(file, ".ts")}`;
      if (!isScopedId(id)) return;
      workspace.read(id).then(
        (file) => listener({ kind: "exercise", id, version: file?.version ?? null }),
        // What cannot be read, a link for one, is told when somebody asks for it.
        () => {},
      );
    } else if (top === "runs" && name !== "" && !runsChanged) {
      // A training run writes many lines a second.
      runsChanged = setTimeout(() => {
        runsChanged = undefined;
        listener({ kind: "runs" });
      }, 300);
    }
  });
  // What the watcher cannot watch is not worth ending the program for.
  watcher.on("error", () => {});
  await new Promise<void>((ready) => watcher.once("ready", () => ready()));
  return async () => {
    clearTimeout(runsChanged);
    await watcher.close();
  };
}
