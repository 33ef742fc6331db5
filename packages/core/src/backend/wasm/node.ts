/** Node's own modules where this is Node, without an import that a bundler for the browser would follow. */

interface Builtins {
  "node:v8": typeof import("node:v8");
  "node:os": typeof import("node:os");
  "node:worker_threads": typeof import("node:worker_threads");
}

/** The module, or null in a browser. */
export function nodeBuiltin<Name extends keyof Builtins>(name: Name): Builtins[Name] | null {
  if (typeof process === "undefined") return null;
  return (process.getBuiltinModule?.(name) as Builtins[Name] | undefined) ?? null;
}
