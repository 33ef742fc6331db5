/**
 * The built bundle in a real browser trains as it does in Node: on one thread in a plain page, on several in
 * a cross-origin isolated one. The content security policy is as strict as WebAssembly allows.
 */
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { defaultBackend, setEngineOptions } from "gradus";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { trainCnn, trainXor } from "./lessons.ts";

const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
const missing = !existsSync(executable);

interface PageResult {
  readonly isolated: boolean;
  readonly backend: string;
  readonly xor: Awaited<ReturnType<typeof trainXor>>;
  readonly cnn: number[];
}

let browser: Browser;
let server: Server;
let origin = "";

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'";

beforeAll(async () => {
  if (missing) {
    process.stdout.write(`no Chromium at ${executable}: the browser tests are skipped\n`);
    return;
  }
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { defaultBackend } from "gradus";
        import { trainCnn, trainXor } from "./lessons.ts";
        globalThis.run = async () => ({
          isolated: crossOriginIsolated,
          xor: await trainXor(),
          cnn: await trainCnn(),
          backend: defaultBackend().describe(),
        });`,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
      loader: "ts",
    },
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
  });
  const script = outputFiles[0]?.text ?? "";
  server = createServer((request, response) => {
    const isolated = request.url?.startsWith("/isolated");
    const isScript = request.url?.endsWith(".js");
    response.writeHead(200, {
      "content-type": isScript ? "text/javascript" : "text/html",
      "content-security-policy": policy,
      ...(isolated && {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      }),
    });
    const base = isolated ? "/isolated" : "/plain";
    response.end(
      isScript ? script : `<!doctype html><script type=module src=${base}/page.js></script>`,
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

const near = (got: readonly number[], want: readonly number[]): void => {
  expect(got).toHaveLength(want.length);
  // The browser may lack the fused multiply-add that Node has: float32 rounding, grown over the steps.
  got.forEach((v, i) => {
    expect(Math.abs(v - (want[i] as number))).toBeLessThan(1e-4 * Math.max(1, Math.abs(v)));
  });
};

async function visit(path: string): Promise<PageResult> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (e) => problems.push(e.message));
  page.on("console", (m) => {
    if (m.type() === "error") problems.push(m.text());
  });
  await page.goto(`${origin}${path}/`);
  await page.waitForFunction(() => "run" in globalThis);
  const result = await page.evaluate(() =>
    (globalThis as unknown as { run: () => Promise<PageResult> }).run(),
  );
  await page.close();
  expect(problems.filter((p) => !p.includes("favicon"))).toEqual([]);
  return result;
}

describe.skipIf(missing)("in Chromium", () => {
  test("a plain page trains XOR and a CNN on one thread, with Node's losses", async () => {
    const got = await visit("/plain");
    expect(got.isolated).toBe(false);
    expect(got.backend).toContain("1 thread");
    const want = await trainXor();
    near(got.xor.losses.slice(0, 50), want.losses.slice(0, 50));
    expect(got.xor.losses.at(-1)).toBeLessThan(0.1);
    expect(got.xor.answers.map((a) => Math.round(a))).toEqual([0, 1, 1, 0]);
    near(got.cnn, await trainCnn());
  }, 60_000);

  test("an isolated page trains on several threads, with Node's losses", async () => {
    const got = await visit("/isolated");
    expect(got.isolated).toBe(true);
    expect(got.backend).toMatch(/[2-9]\d* threads/);
    near(got.cnn, await trainCnn());
  }, 60_000);
});

test("one thread and all threads give the same bits in Node", async () => {
  const all = await trainCnn(6);
  setEngineOptions({ threads: 1 });
  const one = await trainCnn(6);
  setEngineOptions({ threads: Number.POSITIVE_INFINITY });
  expect(one).toEqual(all);
  expect(defaultBackend().name).toBe("wasm");
});
