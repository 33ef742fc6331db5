/**
 * `gradus/browser` in Chromium, as a static server hands it out: one file that a page imports by its path. The policies
 * are as strict as they can be, and one that is too strict says what it lacks.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { transform } from "esbuild";
import * as gradus from "gradus";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageFile } from "../../../tools/page-file.mjs";
import * as browserEntry from "../src/browser.ts";
import { trainCnn } from "./lessons.ts";

const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
const missing = !existsSync(executable);

/** The page's own script, written as its author would: no types, the file beside it. */
const script = `
  import { defaultBackend, nn, setDefaultBackend, tensor } from "./gradus.js";
  import { trainCnn } from "./lessons.js";
  const said = async (act) => {
    try { return { value: await act() }; } catch (error) { return { name: error.name, code: error.code, message: error.message }; }
  };
  globalThis.answer = {
    sum: await tensor([1, 2, 3]).sum().item(),
    model: new nn.Linear(2, 3).toString(),
    wrong: await said(() => new nn.Linear(2, 3).call(tensor([[1, 2, 3]]))),
    losses: await said(() => trainCnn(3)),
    backend: defaultBackend().describe(),
    isolated: crossOriginIsolated,
  };
  setDefaultBackend("reference");
  globalThis.answer.reference = await said(() => trainCnn(1));
  document.title = "done";
`;

interface Said {
  readonly value?: unknown;
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
}

interface Answer {
  readonly sum: number;
  readonly model: string;
  readonly wrong: Said;
  readonly losses: Said;
  readonly reference: Said;
  readonly backend: string;
  readonly isolated: boolean;
}

const policies: Record<string, string> = {
  strict: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
  "no-wasm": "default-src 'none'; script-src 'self'",
};
const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

let file: Uint8Array;
let lessons = "";
let browser: Browser;
let server: Server;
let origin = "";

beforeAll(async () => {
  file = await pageFile(["source"]);
  if (missing) {
    process.stdout.write(`no Chromium at ${executable}: the browser tests are skipped\n`);
    return;
  }
  const source = readFileSync(new URL("./lessons.ts", import.meta.url), "utf8");
  const { code } = await transform(source, { loader: "ts" });
  lessons = code.replace('"gradus"', '"./gradus.js"');
  server = createServer((request, response) => {
    const [, kind = "", name = ""] = (request.url ?? "").split("/");
    const policy = policies[kind.replace("isolated-", "")];
    response.writeHead(200, {
      "content-type": name.endsWith(".js") ? "text/javascript" : "text/html",
      ...(policy && { "content-security-policy": policy }),
      ...(kind.startsWith("isolated") && isolation),
    });
    if (name === "gradus.js") response.end(file);
    else if (name === "lessons.js") response.end(lessons);
    else if (name === "page.js") response.end(script);
    else response.end('<!doctype html><script type="module" src="page.js"></script>');
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function visit(kind: string): Promise<Answer> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (e) => problems.push(e.message));
  await page.goto(`${origin}/${kind}/`);
  await page.waitForFunction(() => document.title === "done" || undefined, null, {
    timeout: 50_000,
  });
  const answer = await page.evaluate(() => (globalThis as unknown as { answer: Answer }).answer);
  await page.close();
  expect(problems).toEqual([]);
  return answer;
}

test("the file imports nothing, evaluates no text and is no larger than it was", () => {
  const text = new TextDecoder().decode(file);
  const found = text.match(/\bimport\s*[("'{*]|\bnew Function\b|[^.\w]eval\([^)]/);
  expect(found && text.slice(found.index, (found.index ?? 0) + 80)).toBeNull();
  const packed = gzipSync(file, { level: 9 }).length;
  process.stdout.write(`gradus/browser: ${file.length} bytes minified, ${packed} gzipped\n`);
  expect(packed).toBeGreaterThan(50_000);
  expect(file.length).toBeLessThan(583_000);
  expect(packed).toBeLessThan(200_000);
});

test("it has gradus's names, but for what reads and writes files", () => {
  const { data, train, ...all } = gradus;
  const { data: pageData, train: pageTrain, ...page } = browserEntry;
  expect(Object.keys(page)).toEqual(Object.keys(all));
  const left = (from: object, to: object): string[] =>
    Object.keys(from).filter((name) => !(name in to));
  expect(left(train, pageTrain)).toEqual(["RunLog"]);
  expect(
    left(data, pageData)
      .filter((n) => !/^(read|write|encode|decode)[A-Z]/.test(n))
      .sort(),
  ).toEqual(
    [
      "CsvTable",
      "FashionMnist",
      "cacheRoot",
      "datasetFolder",
      "datasets",
      "download",
      "fashionMnist",
      "fashionMnistClasses",
      "getDataset",
      "gunzip",
      "gzip",
      "writeFileAtomic",
    ].filter((n) => !/^write/.test(n)),
  );
});

describe.skipIf(missing)("in Chromium", () => {
  test.each([
    "plain",
    "strict",
  ])("a %s page trains on one thread with Node's losses", async (kind) => {
    const got = await visit(kind);
    expect(got.sum).toBe(6);
    expect(got.model).toMatch(/^Linear\(/);
    expect(got.isolated).toBe(false);
    expect(got.backend).toContain("1 thread");
    const want = await trainCnn(3);
    const losses = got.losses.value as number[];
    expect(losses).toHaveLength(want.length);
    for (const [i, v] of losses.entries()) expect(v).toBeCloseTo(want[i] as number, 4);
  }, 60_000);

  test("errors keep their names though the file is minified", async () => {
    const { wrong } = await visit("plain");
    expect(wrong.name).toBe("ShapeError");
    expect(wrong.message).toMatch(/^Linear/);
  }, 60_000);

  test("a policy that forbids WebAssembly is said to, with the word it lacks; reference still computes", async () => {
    const got = await visit("no-wasm");
    expect(got.losses.name).toBe("DeviceError");
    expect(got.losses.code).toBe("device/compile-forbidden");
    expect(got.losses.message).toContain("add 'wasm-unsafe-eval' to the policy's script-src");
    expect((got.reference.value as number[])[0]).toBeCloseTo((await trainCnn(1))[0] as number, 4);
  }, 60_000);

  test("an isolated page whose policy allows no workers trains on one thread", async () => {
    const got = await visit("isolated-strict");
    expect(got.isolated).toBe(true);
    expect(got.losses.value).toHaveLength(3);
  }, 60_000);
});
