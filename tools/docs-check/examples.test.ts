/**
 * The docs of the library: every exported function and class says what it does, the operators and layers
 * with shapes, and every example runs and gives the value it states.
 */
import * as gradus from "gradus";
import { beforeEach, describe, expect, test } from "vitest";
import { type Exported, exportsOf } from "./exports.ts";

const packages = ["core", "nn", "optim", "data", "train", "gradus", "exercise", "content", "cli"];
const library = ["core", "nn", "optim"];

const { nn, optim, data, train, ...core } = gradus;

/** Every name an example may use, as after `import { … } from "gradus"` and from its namespaces. */
const scope: Record<string, unknown> = {
  ...data,
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

/** `expression // value` on one line; other examples show how, and are not run. */
function checkable(example: string): { code: string; want: string } | null {
  const lines = example.trim().split("\n");
  if (lines.length !== 1) return null;
  const at = (lines[0] as string).lastIndexOf(" // ");
  if (at < 0) return null;
  return {
    code: (lines[0] as string).slice(0, at),
    want: (lines[0] as string).slice(at + 4).trim(),
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
  exportsOf(name, packages).filter((e) => e.kind === "function" || e.kind === "class");

const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<unknown>;

describe.each(library)("the docs of %s", (name) => {
  const all = documented(name);

  test("say what every function and class does", () => {
    const silent = all.filter((e) => e.docs.trim() === "").map((e) => `${e.file}: ${e.name}`);
    expect(silent).toEqual([]);
  });

  test("show an example of every operator, layer, loss and optimizer", () => {
    const shown = /\/(ops|layers|losses|functional|schedule)\//;
    const bare = all
      .filter((e) => shown.test(e.file) && !e.tags.some(([tag]) => tag === "example"))
      .map((e) => `${e.file}: ${e.name}`);
    expect(bare).toEqual([]);
  });

  const examples = all.flatMap((e) =>
    e.tags.flatMap(([tag, text]) => {
      const one = tag === "example" ? checkable(text) : null;
      return one ? [[`${e.name}: ${one.code}`, one] as const] : [];
    }),
  );

  beforeEach(() => {
    gradus.manualSeed(0);
  });

  test.each(examples)("%s", async (_title, { code, want }) => {
    const run = new AsyncFunction(...names, `return (${code});`);
    const got = await run(...names.map((n) => scope[n]));
    expect(normal(await shown(got))).toBe(normal(want));
  });
});
