/** The library's own source files, each loaded when somebody looks into it. Part of the language worker only. */
const files = import.meta.glob<string>(
  [
    "../../../../packages/{core,nn,optim,data,train,vision}/src/**/*.ts",
    "!../../../../packages/**/*.test.ts",
  ],
  { query: "?raw", import: "default" },
);

/** The text of a source file such as `packages/core/src/ops/activation.ts`, or null where there is none. */
export async function sourceOf(path: string): Promise<string | null> {
  const load = files[`../../../../${path}`];
  return load ? load() : null;
}
