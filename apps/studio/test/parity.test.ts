/**
 * The studio and `gradus check` give the same verdict: every solution, mistake, alternative and starter of the course
 * is graded by a worker in the browser and by a worker thread of Node, with the code each of them ships. An ordinary run
 * takes a twentieth of the exercises, another one each day, and says which; `PARITY=all` takes all, `PARITY=0` to `19`
 * one of the twentieths.
 */
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { assetsOf, type Exercise, gradeRequest } from "@gradus/content";
import { readContent, readDataset } from "@gradus/content/node";
import type { GradeRequest, Verdict } from "@gradus/exercise";
import { nodeGrader } from "@gradus/exercise/node";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
const missing = !existsSync(executable);
const here = fileURLToPath(new URL(".", import.meta.url));
const folder = fileURLToPath(new URL("../../../content", import.meta.url));
const { content } = await readContent(folder);

let browser: Browser;
let page: Page;
let server: Server;

const bundle = async (contents: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here, loader: "ts" },
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    conditions: ["source"],
    target: "es2022",
  });
  return outputFiles[0]?.text ?? "";
};

beforeAll(async () => {
  if (missing) {
    process.stdout.write(`no Chromium at ${executable}: verdicts are not compared\n`);
    return;
  }
  const files: Record<string, string> = {
    "/": "<!doctype html><script type=module src=/page.js></script>",
    "/page.js": await bundle(`
      import { browserWorker, Grader } from "@gradus/exercise";
      const grader = new Grader({
        timeMs: 60_000,
        spawn: () => browserWorker(new Worker("/worker.js", { type: "module" })),
      });
      const assets = new Map();
      globalThis.grade = async (request, names) => {
        for (const name of names)
          if (!assets.has(name))
            assets.set(name, new Uint8Array(await (await fetch("/data/" + name)).arrayBuffer()));
        return grader.run({ ...request, assets: Object.fromEntries(names.map((n) => [n, assets.get(n)])) });
      };`),
    "/worker.js": await bundle('import "../src/workers/grade.worker.ts";'),
  };
  server = createServer(async (request, response) => {
    const url = request.url ?? "";
    const dataset = content.datasets.find((d) => url === `/data/${d.id}`);
    const body = dataset ? await readDataset(folder, dataset) : files[url];
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": url === "/" ? "text/html" : "text/javascript",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      ...(url === "/worker.js" && {
        "content-security-policy": "default-src 'none'; script-src 'self' 'unsafe-eval'",
      }),
    });
    response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => "grade" in globalThis);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

// Node's workers take JavaScript only: what was built, as it is installed.
const built = (path: string): URL => new URL(`../../../packages/${path}`, import.meta.url);
const inNode = nodeGrader({
  modules: {
    gradus: built("gradus/dist/index.js").href,
    "gradus/vision": built("gradus/dist/vision.js").href,
  },
  worker: built("exercise/dist/run/node-worker.js"),
  timeMs: 60_000,
});

const inBrowser = (request: GradeRequest, names: readonly string[]): Promise<Verdict> =>
  page.evaluate(
    ([r, n]) =>
      (globalThis as unknown as { grade(r: unknown, n: unknown): Promise<Verdict> }).grade(r, n),
    [request, names] as const,
  );

/** What a learner is told: which checks passed, what is wrong, by which name, and in which line. */
const told = ({ passed, checks, trouble }: Verdict) => ({
  passed,
  checks: checks.map((c) => [c.name, c.status]),
  misconception: checks.find((c) => c.failure)?.failure?.misconception?.name,
  line: checks.find((c) => c.failure)?.failure?.line,
  trouble: trouble?.kind,
});

/** Every text there is for an exercise, by name; all of them stand in the solution's place. */
function textsOf({ files }: Exercise): [string, string][] {
  return [
    ["starter", files.starter],
    ["solution", files.solution],
    ...[...files.mistakes, ...files.alternatives].map(({ name, text }): [string, string] => [
      name,
      text,
    ]),
  ];
}

const parts = 20;
const share = process.env.PARITY ?? String(Math.floor(Date.now() / 86_400_000) % parts);
const compared = content.exercises.filter((_, i) => share === "all" || i % parts === Number(share));

test("at least one exercise is compared", () => {
  process.stdout.write(
    `${compared.length} of ${content.exercises.length} exercises are compared between the browser and Node (PARITY=${share})\n`,
  );
  expect(compared.length).toBeGreaterThan(0);
});

describe.skipIf(missing)("the browser and Node say the same of", () => {
  let named = 0;

  test.each(compared.map((e) => [e.id, e] as const))(
    "%s",
    async (id, exercise) => {
      const names = assetsOf(id, content);
      const assets = Object.fromEntries(
        await Promise.all(
          names.map(async (name) => {
            const dataset = content.datasets.find((d) => d.id === name);
            if (!dataset) throw new Error(`no data set ${name}`);
            return [name, await readDataset(folder, dataset)] as const;
          }),
        ),
      );
      for (const [called, text] of textsOf(exercise)) {
        const asked = gradeRequest(id, content, (one) => (one === id ? text : undefined));
        const request: GradeRequest = { ...asked, authored: "solution.ts" };
        const [browsers, nodes] = await Promise.all([
          inBrowser(request, names),
          inNode.run({ ...request, assets }),
        ]);
        const [one, other] = [told(browsers), told(nodes)];
        // The search for a name has an end in time, which a busy machine reaches sooner on one side.
        const both = one.misconception !== undefined && other.misconception !== undefined;
        if (both) named++;
        else one.misconception = other.misconception;
        expect([called, one]).toEqual([called, other]);
        expect([called, browsers.trouble?.kind === "crash"]).toEqual([called, false]);
      }
    },
    600_000,
  );

  test("mistakes that both of them name", () => {
    expect(named).toBeGreaterThan(0);
  });
});
