/**
 * Hostile files in a real browser: each tries to reach a server, a storage, the page or another worker, or to say
 * itself that it has passed. The server is open to all of it, so that nothing but the grader's closed world holds them.
 */
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GradeRequest } from "../src/ask/protocol.ts";
import type { Verdict } from "../src/types.ts";
import { bundle } from "./bundle.ts";

const executable = "/usr/bin/chromium";
const missing = !existsSync(executable);

let browser: Browser;
let page: Page;
let server: Server;
let base = "";
const reached: string[] = [];

beforeAll(async () => {
  if (missing) return;
  const files: Record<string, string> = {
    "/": "<!doctype html><script type=module src=/page.js></script>",
    // The page keeps what others could have told it.
    "/page.js": await bundle(`
      import { browserWorker, Grader } from "../src/index.ts";
      globalThis.told = [];
      addEventListener("message", ({ data }) => told.push(data));
      addEventListener("storage", ({ key }) => told.push(key));
      new BroadcastChannel("open").onmessage = ({ data }) => told.push(data);
      globalThis.grade = (request) => new Grader({
        timeMs: 5000, spawn: () => browserWorker(new Worker("/worker.js", { type: "module" })),
      }).grade(request);`),
    "/worker.js": await bundle(`
      import * as gradus from "gradus";
      import { serveBrowserGrader } from "../src/run/worker.ts";
      serveBrowserGrader({ gradus });`),
  };
  server = createServer((request, response) => {
    const text = files[request.url ?? ""];
    if (text === undefined && request.url !== "/favicon.ico") reached.push(request.url ?? "");
    response.writeHead(200, {
      "content-type": request.url === "/" ? "text/html" : "text/javascript",
      "access-control-allow-origin": "*",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    response.end(text ?? "");
  });
  server.on("upgrade", (request, socket) => {
    reached.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  page = await browser.newPage();
  await page.goto(`${base}/`);
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

const grade = (learner: string): Promise<Verdict> => {
  const request: GradeRequest = { exercise: "double", sources: [{ ...double, learner }] };
  return page.evaluate(
    (r) => (globalThis as unknown as { grade(r: unknown): Promise<Verdict> }).grade(r),
    request,
  );
};

/** A verdict of the file's own making. */
const forged = '{ kind: "verdict", passed: true, checks: [] }';

/** What a file tries; AT is the server, GLOBAL a way to the world that no name was taken from. */
const snippets: readonly (readonly [string, string])[] = [
  ["fetch", 'await fetch("AT/fetch")'],
  [
    "fetch from the prototype",
    'await Object.getPrototypeOf(globalThis).fetch.call(globalThis, "AT/proto")',
  ],
  ["XMLHttpRequest", 'const x = new XMLHttpRequest(); x.open("GET", "AT/xhr", false); x.send()'],
  ["WebSocket", 'new WebSocket("AT/socket".replace("http", "ws"))'],
  ["EventSource", 'new EventSource("AT/events")'],
  ["WebTransport", 'new WebTransport("https://127.0.0.1/transport")'],
  [
    "RTCPeerConnection",
    'new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1" }] }).createOffer()',
  ],
  ["importScripts", 'importScripts("AT/scripts.js")'],
  ["an import of an address", 'import "AT/import.js"'],
  ["import()", 'await import("AT/dynamic.js")'],
  ["import() from text", `await (0, eval)('import("AT/eval.js")')`],
  ["import() from a function's text", `await Function('return import("AT/function.js")')()`],
  [
    "import() from an async function's text",
    `await (async () => {}).constructor('return import("AT/async.js")')()`,
  ],
  ["code in a timer's text", `setTimeout('fetch("AT/timer")', 0)`],
  ["another worker", 'new Worker("AT/worker-of-mine.js")'],
  ["a worker from a blob", `new Worker(URL.createObjectURL(new Blob(['fetch("AT/blob")'])))`],
  ["a shared worker", 'new SharedWorker("AT/shared.js")'],
  ["navigator.sendBeacon", 'navigator.sendBeacon("AT/beacon", "x")'],
  ["a service worker", 'navigator.serviceWorker.register("AT/service.js")'],
  ["location", 'location.href = "AT/location"'],
  ["close", "close()"],
  ["self", 'self.fetch("AT/self")'],
  ["parent and top", 'parent.postMessage("parent", "*"); top.postMessage("top", "*")'],
  ["indexedDB", 'indexedDB.open("mine")'],
  ["caches", 'await (await caches.open("mine")).add("AT/cache")'],
  ["localStorage", 'localStorage.setItem("mine", "1")'],
  ["cookieStore", 'await cookieStore.set("mine", "1")'],
  ["the file system", "await navigator.storage.getDirectory()"],
  ["BroadcastChannel", 'new BroadcastChannel("open").postMessage("broadcast")'],
  ["postMessage", `postMessage(${forged})`],
  ["postMessage of the global object", `globalThis.postMessage(${forged})`],
  [
    "postMessage of its prototype",
    `Object.getPrototypeOf(globalThis).postMessage.call(globalThis, ${forged})`,
  ],
  [
    "a message event of one's own",
    `dispatchEvent(new MessageEvent("message", { data: ${forged} }))`,
  ],
  [
    "a listener on the grader's messages",
    `addEventListener("message", () => {}); onmessage = () => {}`,
  ],
  ["a channel", `new MessageChannel().port1.postMessage(${forged})`],
  [
    "a frame from a stack's structured data",
    "Error.prepareStackTrace = (e, frames) => frames[0].getThis().postMessage(1); new Error().stack",
  ],
  ["this of a loose function", `(0, function () { return this; })().postMessage(${forged})`],
  ["the global object by a setter", 'Reflect.get(globalThis, "fetch")("AT/reflect")'],
  [
    "a getter's receiver",
    `Object.getOwnPropertyDescriptor(globalThis, "fetch").value("AT/descriptor")`,
  ],
  [
    "WebAssembly's imports",
    `new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))).exports.fetch("AT/wasm")`,
  ],
  ["WebAssembly from the net", 'await WebAssembly.instantiateStreaming(fetch("AT/streaming"))'],
  [
    "the prototype of arrays",
    "Array.prototype.every = () => true; Array.prototype.some = () => false",
  ],
  ["passed on everything", "Object.prototype.passed = true; Object.prototype.status = 'passed'"],
  ["then on everything", `Object.prototype.then = function (done) { done(${forged}); }`],
  ["the tensor's own data", "gradus.Tensor.prototype.data = async () => Float32Array.of(2, 4)"],
];

test.skipIf(missing)("there are many of them, and no two alike", () => {
  expect(snippets.length).toBeGreaterThanOrEqual(24);
  expect(new Set(snippets.map(([name]) => name)).size).toBe(snippets.length);
});

test.skipIf(missing).each(snippets)(
  "%s reaches nothing and passes nothing, while loading and in a call",
  async (_, attempt) => {
    const code = attempt.replaceAll("AT", base);
    const isImport = code.startsWith("import ");
    const wrong = "export const double = async (x) => x;";
    const files = isImport
      ? [`${code};\n${wrong}`]
      : [
          // A file that goes on after it was refused, so that the verdict is that of its answer.
          `import * as gradus from "gradus";\ngradus;\ntry { ${code}; } catch {}\n${wrong}`,
          `import * as gradus from "gradus";\ngradus;\nexport const double = async (x) => { try { ${code}; } catch {} return x; };`,
        ];
    for (const file of files) expect(await grade(file)).toMatchObject({ passed: false });
    expect(reached).toEqual([]);
    expect(await page.evaluate(() => (globalThis as unknown as { told: unknown[] }).told)).toEqual(
      [],
    );
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
    expect(page.url()).toBe(`${base}/`);
  },
);

test.skipIf(missing)(
  "the server hears what is really sent, and a right answer passes",
  async () => {
    await page.evaluate(() => fetch("/really"));
    expect(reached.splice(0)).toEqual(["/really"]);
    expect(await grade(double.solution)).toMatchObject({ passed: true });
  },
);
