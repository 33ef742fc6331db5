/**
 * The docs of the library: every exported function and class says what it does and shows an example; every
 * example runs and gives the value it states, or, where it states none, can at least be read as code.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as gradus from "gradus";
import * as vision from "gradus/vision";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { library, published } from "../packages.mjs";
import { type Exported, exportsOf } from "./exports.ts";

const { nn, optim, data, train, ...core } = gradus;

/** Every name an example may use, as after `import { … } from "gradus"`, from its namespaces and `gradus/vision`. */
const scope: Record<string, unknown> = {
  ...vision,
  ...vision.transforms,
  ...train,
  ...data.transforms,
  ...data,
  ...optim.lrScheduler,
  ...nn.functional,
  ...nn.init,
  ...optim,
  ...nn,
  ...core,
  nn,
  optim,
  data,
  train,
};
const names = Object.keys(scope).filter((n) => /^[A-Za-z_$][\w$]*$/.test(n) && n !== "default");

interface Example {
  readonly code: string;
  /** The value its last line states; null where it only shows how. */
  readonly want: string | null;
}

/** Statements, a line each, and at the end `expression // value`. */
function parsed(example: string): Example {
  const lines = example.trim().split("\n");
  const end = lines.pop() as string;
  const at = end.lastIndexOf(" // ");
  if (at < 0) return { code: example, want: null };
  return {
    code: [...lines, `return (${end.slice(0, at)});`].join("\n"),
    want: end.slice(at + 4).trim(),
  };
}

const round = (v: unknown): string => {
  if (typeof v !== "number") return String(v);
  const text = String(Number(v.toFixed(4)));
  return text === "-0" ? "0" : text;
};

/** A value as examples write it: nested lists, numbers to four decimals. */
async function shown(value: unknown): Promise<string> {
  if (value instanceof gradus.Tensor) return shown(await value.toArray());
  if (value instanceof Promise) return shown(await value);
  if (ArrayBuffer.isView(value)) return shown(Array.from(value as Float32Array));
  if (Array.isArray(value)) return `[${(await Promise.all(value.map(shown))).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = await Promise.all(
      Object.entries(value).map(async ([k, v]) => `${k}: ${await shown(v)}`),
    );
    return `{ ${parts.join(", ")} }`;
  }
  return round(value);
}

const normal = (text: string): string =>
  text
    .replace(/"/g, "")
    .replace(/\s+/g, " ")
    .replace(/-?\d+\.\d+(e-?\d+)?/g, (n) => round(Number(n)));

const documented = (name: string): Exported[] =>
  exportsOf(name, published).filter((e) => e.kind === "function" || e.kind === "class");

const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<unknown>;

describe.each(library)("the docs of %s", (name) => {
  const all = documented(name);

  test("say what every function and class does", () => {
    const silent = all.filter((e) => e.docs.trim() === "").map((e) => `${e.file}: ${e.name}`);
    expect(silent).toEqual([]);
  });

  test("show an example of every function and class that a program calls", () => {
    // Errors are made by the library, and the engine's own doors serve its packages.
    const internal = /\/errors\.ts$|core\/src\/runtime\//;
    const bare = all
      .filter((e) => !internal.test(e.file) && !e.tags.some(([tag]) => tag === "example"))
      .map((e) => `${e.file}: ${e.name}`);
    expect(bare).toEqual([]);
  });

  const examples = all.flatMap((e) =>
    e.tags
      .filter(([tag]) => tag === "example")
      .map(([, text]) => [`${e.name}: ${text.trim().split("\n").at(-1)}`, parsed(text)] as const),
  );

  let before: string;
  let folder: string;

  // Examples may write files.
  beforeAll(() => {
    before = process.cwd();
    folder = mkdtempSync(join(tmpdir(), "gradus-examples-"));
    process.chdir(folder);
  });

  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  beforeEach(() => {
    gradus.manualSeed(0);
  });

  test.each(examples)("%s", async (_title, { code, want }) => {
    const run = new AsyncFunction(...names, code);
    if (want === null) return;
    // Two packages have a resnet20.
    const here: typeof scope =
      name === "vision" ? { ...scope, ...vision, ...vision.transforms } : scope;
    const got = await run(...names.map((n) => here[n]));
    expect(normal(await shown(got))).toBe(normal(want));
  });
});
