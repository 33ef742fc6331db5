/**
 * What others get: the packages are packed as they would be published, looked at, installed into a fresh folder, and a
 * program is compiled against their types and run there. Needs a build; nothing comes from the network.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importName, packages, published } from "../packages.mjs";
import { install, type Packed, pack, type Staged, stage } from "./stage.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gradus-publish-"));
const project = join(folder, "project");
let staged: Staged[] = [];
let packed: Packed[] = [];

beforeAll(() => {
  staged = stage(join(folder, "packages"), { repository: "https://example.org/gradus.git" });
  packed = pack(staged, join(folder, "archives"));
  install(join(folder, "archives"), packed, project);
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  for (const program of ["program.ts", "tools-program.ts"])
    copyFileSync(join(here, program), join(project, program));
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly sideEffects?: unknown;
  readonly engines?: Record<string, string>;
  readonly repository?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly bin?: Record<string, string>;
  readonly exports: Record<string, Record<string, string>>;
}

describe("what is packed", () => {
  test("is every package that is not private, and testkit is", () => {
    expect(packed.map((p) => p.name)).toEqual(published.map(importName));
    expect(packages.filter((p) => !published.includes(p))).toEqual(["testkit"]);
  });

  test("says what npm and bundlers want to know, and nothing of this repository", () => {
    const versions = Object.fromEntries(packed.map((p) => [p.name, p.version]));
    for (const { name, folder } of staged) {
      const manifest = manifestOf(folder);
      expect(manifest, name).toMatchObject({
        name,
        license: "MIT",
        engines: { node: expect.stringMatching(/^>=\d/) },
        repository: { type: "git", url: "https://example.org/gradus.git" },
        sideEffects: expect.anything(),
      });
      expect(manifest.devDependencies, name).toBeUndefined();
      for (const [dependency, range] of Object.entries(manifest.dependencies ?? {}))
        if (dependency in versions) expect(range, dependency).toBe(versions[dependency]);
    }
  });

  test("has a file behind every entry, types before all else, and no entry of the sources", () => {
    for (const [i, { name, folder }] of staged.entries()) {
      const { exports, bin = {} } = manifestOf(folder);
      const files = new Set(packed[i]?.files.map((f) => `./${f.path}`));
      for (const [entry, conditions] of Object.entries(exports)) {
        expect(Object.keys(conditions), `${name} ${entry}`).toEqual(["types", "default"]);
        for (const path of Object.values(conditions)) expect(files, name).toContain(path);
      }
      for (const path of Object.values(bin)) expect(files, name).toContain(path);
    }
  });

  test("is code, types, a licence, a readme and data: no tests, no sources, no stamps", () => {
    for (const { name, files } of packed) {
      const paths = files.map((f) => f.path);
      expect(paths, name).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
      const own = paths.filter((p) => !/^(content|apps|datasets)\//.test(p));
      const odd = own.filter(
        (p) =>
          !/^(dist\/.+\.(js|d\.ts)|bin\/.+\.mjs|LICENSE|README\.md|package\.json)$/.test(p) ||
          /\.test\.|fixtures|\.map$/.test(p),
      );
      expect(odd, name).toEqual([]);
    }
  });

  test("brings courses and studio with the command line, and the licences of all that is in them", () => {
    const paths = packed.find((p) => p.name === "gradus-cli")?.files.map((f) => f.path) ?? [];
    expect(paths).toContain("apps/studio/dist/index.html");
    expect(paths).toContain("apps/studio/dist/licenses.md");
    expect(paths).toContain("content/path.yaml");
    expect(paths.some((p) => p.startsWith("content/courses/01-"))).toBe(true);
    const notices = readFileSync(join(root, "apps/studio/dist/licenses.md"), "utf8");
    for (const library of ["preact", "katex", "@codemirror/view", "uplot"])
      expect(notices).toContain(`## ${library} - `);
  });

  test("has a notice beside data that others made", () => {
    const data = packed.find((p) => p.name === "@gradus/data")?.files.map((f) => f.path) ?? [];
    expect(data).toContain("datasets/fashion-mnist/LICENSE");
    const cli = packed.find((p) => p.name === "gradus-cli")?.files.map((f) => f.path) ?? [];
    for (const path of cli.filter((p) => p.endsWith("/dataset.md"))) {
      const text = readFileSync(join(project, "node_modules/gradus-cli", path), "utf8");
      if (!/^licence: CC0, made for this course$/m.test(text))
        expect(cli).toContain(path.replace("dataset.md", "LICENSE"));
    }
  });

  test("names no folder of the machine it was built on", () => {
    const places = [root.replace(/\/$/, ""), homedir()].filter((p) => p.length > 4);
    for (const { name, folder } of staged)
      for (const { path } of packed.find((p) => p.name === name)?.files ?? []) {
        const bytes = readFileSync(join(folder, path));
        for (const place of places)
          expect(bytes.includes(place) ? `${name}/${path} names ${place}` : "", path).toBe("");
      }
  });

  test("stays within its size", () => {
    const most: Record<string, number> = {
      "@gradus/core": 347_000,
      "@gradus/nn": 104_000,
      "@gradus/optim": 37_000,
      // The embedded subset of Fashion-MNIST is nearly all of it.
      "@gradus/data": 5_600_000,
      "@gradus/train": 25_000,
      "@gradus/vision": 46_000,
      gradus: 204_000,
      "@gradus/exercise": 150_000,
      "@gradus/content": 75_000,
      "gradus-cli": 8_000_000,
    };
    const lines = packed.map((p) => `${p.name} ${p.size} packed, ${p.unpackedSize} unpacked\n`);
    process.stdout.write(lines.join(""));
    for (const { name, size } of packed) expect(size, name).toBeGreaterThan(500);
    expect(packed.filter(({ name, size }) => size >= (most[name] ?? 0))).toEqual([]);
  });
});

/** TypeScript 7, which the repository is checked with, and 6, which the language service is. */
const compilers = ["typescript", "typescript-language-service"];
const kinds = [
  { module: "nodenext", moduleResolution: "nodenext" },
  { module: "esnext", moduleResolution: "bundler" },
];

function compile(compiler: string, options: object, files: readonly string[]): string {
  const config = {
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      target: "es2022",
      lib: ["es2022", "dom"],
      types: [],
      outDir: "out",
      ...options,
    },
    files,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "node_modules", compiler, "bin", "tsc");
  return spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" }).stdout;
}

describe("a program of someone who installed it", () => {
  test.each(compilers.flatMap((c) => kinds.map((k) => [c, k] as const)))(
    "compiles with %s, %o, and looks into every declaration",
    (compiler, kind) => {
      expect(compile(compiler, kind, ["program.ts", "tools-program.ts"])).toBe("");
    },
    60_000,
  );

  test("compiles without the DOM's types where Node's are", () => {
    const types = { types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
    const without = { ...kinds[0], ...types, lib: ["es2022"] };
    expect(compile("typescript", without, ["program.ts", "tools-program.ts"])).toBe("");
  }, 60_000);

  test("is told of a mistake", () => {
    writeFileSync(join(project, "wrong.ts"), 'import { tensor } from "gradus";\ntensor("text");\n');
    expect(compile("typescript", kinds[0] as object, ["wrong.ts"])).toContain(
      "wrong.ts(2,8): error",
    );
  }, 60_000);

  test("trains and reads files", () => {
    compile("typescript", kinds[0] as object, ["program.ts"]);
    const out = execFileSync(process.execPath, ["out/program.js"], {
      cwd: project,
      encoding: "utf8",
    });
    expect(JSON.parse(out)).toEqual({
      sum: 6,
      iou: 0.5,
      answers: [0, 1, 1, 0],
      names: ["x", "y"],
      shape: [8, 8, 3],
      network: "lenet",
      wrong: "function",
      absent: {},
    });
  }, 60_000);

  test("has the command line with its courses", () => {
    const bin = join(project, "node_modules/gradus-cli/bin/gradus.mjs");
    const run = spawnSync(
      process.execPath,
      [bin, "learn", "--workspace", join(folder, "learner")],
      {
        cwd: project,
        encoding: "utf8",
      },
    );
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/neuron/i);
  }, 60_000);
});
