/**
 * Node's own modules, asked for when a file function is called. `process.getBuiltinModule` instead of an
 * import keeps every `node:` specifier out of what a bundler sees, so one build serves browser and Node.
 */
import { needsNodeError } from "./errors.ts";

interface NodeModules {
  "node:crypto": typeof import("node:crypto");
  "node:fs": typeof import("node:fs");
  "node:fs/promises": typeof import("node:fs/promises");
  "node:os": typeof import("node:os");
  "node:path": typeof import("node:path");
  "node:url": typeof import("node:url");
}

/** @throws DataError `data/needs-node` where there is no Node */
export function nodeModule<K extends keyof NodeModules>(id: K, where: string): NodeModules[K] {
  // Read through globalThis: in a browser the bare name would be a ReferenceError.
  const node = (globalThis as { process?: Partial<NodeJS.Process> }).process;
  const found = node?.getBuiltinModule?.(id);
  if (!found) throw needsNodeError(where);
  return found as NodeModules[K];
}

/** The system's code of a failed call, such as ENOENT. */
export function systemCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : error instanceof Error ? error.message : String(error);
}
