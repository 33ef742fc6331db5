/** What holds for the packages as a whole: who may import whom, and how heavy the library is. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { dependenciesOf, importName, library, packages, withDependencies } from "../packages.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The rows of ARCHITECTURE.md's table: a package, what of ours and what of others it may import. */
function tableRows(): Map<string, string[]> {
  const text = readFileSync(`${root}ARCHITECTURE.md`, "utf8");
  const rows = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const cells = /^\| `([^`]+)` \|([^|]*)\|([^|]*)\|/.exec(line);
    if (!cells) continue;
    const names = [...`${cells[2]} ${cells[3]}`.matchAll(/`([^`]+)`/g)].map((m) => m[1] as string);
    rows.set(cells[1] as string, names.sort());
  }
  return rows;
}

test("every package depends on exactly what ARCHITECTURE.md's table says", () => {
  const rows = tableRows();
  for (const folder of ["packages", "apps"])
    for (const name of readdirSync(root + folder)) {
      const file = `${root}${folder}/${name}/package.json`;
      if (!existsSync(file)) continue;
      const { dependencies = {} } = JSON.parse(readFileSync(file, "utf8")) as {
        dependencies?: Record<string, string>;
      };
      const short = Object.keys(dependencies).map((d) => d.replace(/^@gradus\//, ""));
      expect([name, short.sort()]).toEqual([name, rows.get(name)]);
    }
});

test("packages come after what they depend on, and gradus hands on all it is made of", () => {
  for (const [i, name] of packages.entries())
    for (const needed of dependenciesOf(name))
      expect([name, packages.slice(0, i).includes(needed)]).toEqual([name, true]);
  const handed = ["index", "vision"].flatMap((entry) => {
    const text = readFileSync(`${root}packages/gradus/src/${entry}.ts`, "utf8");
    return [...text.matchAll(/from "([^"]+)"/g)].map((m) => m[1]);
  });
  expect(handed.sort()).toEqual(library.map(importName).sort());
});

test("the studio's language worker holds what learners import, and the library's sources", () => {
  // Vite takes globs only as they are written, so these two are held against what packages depend on.
  const foldersIn = (file: string): string[] => {
    const text = readFileSync(`${root}apps/studio/src/language/${file}`, "utf8");
    return (/packages\/\{([^}]+)\}/.exec(text)?.[1] ?? "").split(",").sort();
  };
  expect(foldersIn("sources.ts")).toEqual([...library].sort());
  expect(foldersIn("declarations.ts")).toEqual(
    [...new Set([...withDependencies("gradus"), ...withDependencies("exercise")])].sort(),
  );
});

/** What a bundler makes of a program that imports the library by name. */
async function bundled(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root },
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    conditions: ["source"],
    target: "es2022",
  });
  return outputFiles[0]?.text ?? "";
}

// A tensor's methods are added by a file that nothing else needs: a bundler that leaves it out breaks every program.
test.each([
  'import { randn } from "gradus"; export const answer = randn([2]).mul(0).sum().item();',
  'import { randn } from "@gradus/core"; export const answer = randn([2]).mul(0).sum().item();',
  'import { boxArea } from "gradus/vision"; import { ones } from "gradus"; export const answer = boxArea(ones([1, 4])).sum().item();',
  'import { Linear } from "@gradus/nn"; export const answer = new Linear(2, 1).weight.mul(0).sum().item();',
])("a bundled program has the methods of tensors: %s", async (program) => {
  const text = await bundled(program);
  const made = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  expect(await made.answer).toBe(0);
});

/** Bytes of a package as a page loads it: minified and gzipped, without what only `import()` loads. */
async function sizeOf(name: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from "${name}";`, resolveDir: root },
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    conditions: ["source"],
    target: "es2022",
    // What is only loaded by `import()`, the JPEG and CSV libraries, is a chunk of its own.
    splitting: true,
    outdir: "dist",
  });
  // The entry and the chunks it imports at once.
  const byName = new Map(outputFiles.map((f) => [f.path.split("/").at(-1) as string, f]));
  const wanted = ["stdin.js"];
  for (const chunk of wanted)
    for (const [, next] of byName.get(chunk)?.text.matchAll(/from"\.\/([^"]+)"/g) ?? [])
      if (!wanted.includes(next as string)) wanted.push(next as string);
  return wanted.reduce(
    (sum, chunk) => sum + gzipSync(byName.get(chunk)?.contents ?? "", { level: 9 }).length,
    0,
  );
}

// The whole library was 148 KB before PyTorch's remaining names, and 201 KB with its func, linalg and fft: a twentieth
// above that; the engine keeps its bound.
test.each([
  ["@gradus/core", 150_000],
  ["gradus", 211_000],
  // With the engine and the layers it is made of.
  ["gradus/vision", 200_000],
])("%s, minified and gzipped, is under %d bytes", async (name, most) => {
  const size = await sizeOf(name);
  expect(size).toBeGreaterThan(10_000);
  expect(size).toBeLessThan(most);
});
