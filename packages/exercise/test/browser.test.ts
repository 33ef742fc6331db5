/** The browser's side of the engine, in a real browser: the same verdicts and the same closed doors. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { availableParallelism } from "node:os";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GradeRequest } from "../src/ask/protocol.ts";
import type { Verdict } from "../src/types.ts";
import { bundle } from "./bundle.ts";

const executable = "/usr/bin/chromium";

let browser: Browser;
let page: Page;
let server: Server;
const missing = !existsSync(executable);

beforeAll(async () => {
  if (missing) return;
  const files: Record<string, string> = {
    "/": "<!doctype html><script type=module src=/page.js></script>",
    "/page.js": await bundle(`
      import { browserShare, browserWorker, Grader } from "../src/index.ts";
      globalThis.grade = (request, timeMs) => new Grader({
        timeMs,
        spawn: () => browserWorker(new Worker("/worker.js", { type: "module" })),
        share: () => browserShare(new Worker("/share.js", { type: "module" })),
      }).grade(request);`),
    "/share.js": await bundle(`
      import { serveShare } from "../src/run/worker.ts";
      serveShare();`),
    "/worker.js": await bundle(`
      import * as gradus from "gradus";
      import { serveBrowserGrader } from "../src/run/worker.ts";
      serveBrowserGrader({ gradus });`),
  };
  server = createServer((request, response) => {
    const text = files[request.url ?? ""];
    const type = request.url === "/" ? "text/html" : "text/javascript";
    response.writeHead(text === undefined ? 404 : 200, {
      "content-type": type,
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      ...(request.url === "/worker.js" && {
        "content-security-policy": "default-src 'none'; script-src 'self' 'unsafe-eval'",
      }),
    });
    response.end(text);
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

const double = {
  id: "double",
  grade: `
import { tensor } from "gradus";
import { defineExercise, value } from "@gradus/exercise";
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  value({ name: "doubles", of: "double", cases: [{ args: () => [tensor([1, 2])], expected: tensor([2, 4]) }] }),
] });`,
  solution: "export const double = (x) => x.add(x);",
};
const wrong = "export const double = (x) => x;";

const grade = (learner: string, timeMs = 5000, runOnly = false): Promise<Verdict> => {
  const request: GradeRequest = { exercise: "double", sources: [{ ...double, learner }], runOnly };
  return page.evaluate(
    ([r, t]) =>
      (globalThis as unknown as { grade(r: unknown, t: unknown): Promise<Verdict> }).grade(r, t),
    [request, timeMs] as const,
  );
};

test.skipIf(missing)("right passes, wrong fails, a throw has its line", async () => {
  expect(await grade(double.solution)).toMatchObject({ passed: true });
  const failed = await grade(wrong);
  expect(failed.checks[0]?.failure?.difference).toMatchObject({ path: [0], count: 2, of: 2 });
  const thrown = await grade('export const double = (x) => {\n  throw new Error("no");\n};');
  expect(thrown.checks[0]?.failure?.line).toBe(2);
});

test.skipIf(missing)("loops end at the limit, forgotten promises before it", async () => {
  const loop = await grade("export const double = (x) => { for (;;) {} };", 300);
  expect(loop.trouble?.kind).toBe("timeout");
  expect(loop.trouble?.message).toContain(
    '0 of 1 check had passed; the 1st, "doubles", was running',
  );
  expect(loop.checks[0]?.status).toBe("failed");
  const promise = await grade("export const double = (x) => new Promise(() => {});");
  expect(promise.trouble?.kind).toBe("unsettled");
});

test.skipIf(missing)(
  "right code passes beside busy programs, and a loop without an end still ends",
  async () => {
    const descends = `
import { tensor, zeros } from "gradus";
export const double = async (x) => {
  const X = tensor(Array.from({ length: 200 * 784 }, (_, i) => Math.sin(i))).reshape([200, 784]);
  let w = zeros([784]);
  for (let i = 0; i < 900; i++) {
    const off = X.matmul(w).sigmoid().sub(0.5);
    w = w.sub(X.t().matmul(off).mul(0.0001));
    await off.square().mean().item();
  }
  return x.mul(2);
};`;
    const quiet = await grade(descends, 20_000);
    expect(quiet).toMatchObject({ passed: true });
    const busy = Array.from({ length: 4 * availableParallelism() }, () =>
      spawn(process.execPath, ["-e", "const t = Date.now(); while (Date.now() - t < 60000);"]),
    );
    try {
      expect(await grade(descends, 3 * quiet.durationMs)).toMatchObject({ passed: true });
      const loop = await grade("export const double = (x) => { for (;;) {} };", 300);
      expect(loop.trouble?.kind).toBe("timeout");
    } finally {
      for (const one of busy) one.kill("SIGKILL");
    }
  },
  90_000,
);

test.skipIf(missing)("a run awaits what its file awaits, and what it starts", async () => {
  const first = 'import { tensor } from "gradus";\n';
  const run = (text: string): Promise<Verdict> => grade(first + text, 5000, true);
  const awaited = await run("console.log(await tensor([1, 2]).sum().item());");
  expect(awaited).toMatchObject({ passed: true, checks: [], printed: ["3"] });
  const started = await run(
    `const main = async () => {
      let x = tensor([1, 2]);
      for (let i = 0; i < 200; i++) { x = x.mul(1.01); await x.sum().item(); }
      setTimeout(() => console.log("trained"), 150);
    };
    main();`,
  );
  expect(started.printed).toEqual(["trained"]);
  const thrown = await run('await tensor(1).item();\nthrow new TypeError("mine");');
  expect(thrown.trouble).toMatchObject({ kind: "throw", line: 3 });
  expect((await run("await new Promise(() => {});")).trouble?.kind).toBe("unsettled");
});

test.skipIf(missing)("what nobody catches ends the run, with its line", async () => {
  const wait = "export const double = (x) => new Promise((r) => setTimeout(r, 3000));";
  const later = await grade(`${wait}\nsetTimeout(() => {\n  throw new TypeError("later");\n});`);
  expect(later.trouble).toEqual({ kind: "throw", message: "TypeError: later", line: 3 });
  const promise = await grade(`${wait}\nPromise.reject(new TypeError("later"));`);
  expect(promise.trouble).toEqual({ kind: "throw", message: "TypeError: later", line: 2 });
});

test.skipIf(missing)("networks, storage, other workers and the page are out of reach", async () => {
  const names = [
    ...["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "importScripts", "indexedDB"],
    ...["caches", "BroadcastChannel", "Worker", "SharedWorker", "navigator", "location", "origin"],
    ...["postMessage", "MessageChannel", "addEventListener", "onmessage", "close", "self", "URL"],
    ...[
      "WebTransport",
      "RTCPeerConnection",
      "Request",
      "Response",
      "FileReaderSync",
      "cookieStore",
    ],
  ];
  const attempts = [
    "Function('return 1')()",
    "(0, eval)('1')",
    "setTimeout('1')",
    "Array.prototype.map = 1",
    "Object.prototype.a = 1",
    "gradus.Tensor.prototype.data = 1",
    "EventTarget.prototype.addEventListener.call(globalThis, 'message', () => {})",
    "Object.getPrototypeOf(Object.getPrototypeOf(globalThis)).fetch.name",
  ];
  const { printed, trouble } = await grade(`import * as gradus from "gradus";
${wrong}
gradus;
console.log(${JSON.stringify(names)}.filter((n) => globalThis[n] !== undefined).join());
${attempts.map((a) => `try { ${a}; console.log(${JSON.stringify(a)}); } catch {}`).join("\n")}
const left = new Set();
for (let o = globalThis; o !== Object.prototype; o = Object.getPrototypeOf(o))
  for (const key of Reflect.ownKeys(o)) if (typeof key === "string" && /^[a-z]/.test(key)) left.add(key);
console.log([...left].sort().join());`);
  expect(trouble).toBeUndefined();
  expect(printed[0]).toBe("");
  expect(printed).toHaveLength(2);
  expect(printed[1]).toBe(
    "clearInterval,clearTimeout,console,constructor,crypto,decodeURI,decodeURIComponent,encodeURI,encodeURIComponent,escape,eval,globalThis,isFinite,isNaN,parseFloat,parseInt,performance,queueMicrotask,setInterval,setTimeout,structuredClone,undefined,unescape",
  );
});
