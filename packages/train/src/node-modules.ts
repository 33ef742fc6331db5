/** Node's own modules, asked for when a run folder is used: a browser has none, and bundlers must not look for them. */
import { DataError } from "@gradus/core";

interface NodeModules {
  "node:child_process": typeof import("node:child_process");
  "node:crypto": typeof import("node:crypto");
  "node:fs": typeof import("node:fs");
  "node:os": typeof import("node:os");
  "node:path": typeof import("node:path");
}

/** @throws DataError `train/no-files` where there is no Node */
export function nodeModule<K extends keyof NodeModules>(id: K): NodeModules[K] {
  const node = (globalThis as { process?: Partial<NodeJS.Process> }).process;
  const found = node?.getBuiltinModule?.(id);
  if (!found)
    throw new DataError(
      "train/no-files",
      "run log: there is no file system here.",
      "in a browser, listen to the training events instead of writing a run folder.",
    );
  return found as NodeModules[K];
}

/** The system's code of a failed call, such as ENOENT. */
export const systemCode = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
};
