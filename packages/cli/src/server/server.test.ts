import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readContent, readDataset } from "@gradus/content/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Workspace } from "../workspace/workspace.ts";
import { type RunningServer, startServer } from "./server.ts";

const contentFolder = fileURLToPath(new URL("../../../content/fixtures/small", import.meta.url));
const { content } = await readContent(contentFolder);

let base: string;
let root: string;
let server: RunningServer;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** A request as it is, without a client that tidies the path or forbids headers. */
function raw(path: string, { method = "GET", headers = {}, body }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = httpRequest(
      { host: "127.0.0.1", port: server.port, path, method, headers },
      (res) => {
        const parts: Buffer[] = [];
        res.on("data", (part: Buffer) => parts.push(part));
        res.on("end", () => {
          const text = Buffer.concat(parts).toString("latin1");
          const isJson = /json/.test(res.headers["content-type"] ?? "");
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            text,
            json: isJson ? JSON.parse(text) : {},
          });
        });
      },
    );
    req.on("error", reject);
    req.end(body);
  });
}

/** A request as the studio sends it. */
const api = (
  path: string,
  { method, headers, body }: Omit<Ask, "body"> & { body?: unknown } = {},
) =>
  raw(`/api${path}`, {
    ...(method && { method }),
    headers: {
      "x-gradus-token": server.token,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

function makeRun(id: string, lines = 3): void {
  const folder = join(root, "runs", id);
  mkdirSync(folder, { recursive: true });
  const info = {
    model: "lenet",
    data: "d",
    dataHash: "h",
    config: { lr: 1 },
    started: "2026-01-01T00:00:00.000Z",
  };
  writeFileSync(join(folder, "run.json"), JSON.stringify(info));
  const metrics = Array.from({ length: lines }, (_, i) => ({
    kind: "step",
    epoch: 1,
    step: i + 1,
    loss: 1 / (i + 1),
  }));
  writeFileSync(
    join(folder, "metrics.jsonl"),
    metrics.map((m) => `${JSON.stringify(m)}\n`).join(""),
  );
}

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "gradus-server-"));
  const studio = join(base, "studio");
  mkdirSync(join(studio, "assets"), { recursive: true });
  writeFileSync(join(studio, "index.html"), "<!doctype html>studio");
  writeFileSync(join(studio, "run.html"), "<!doctype html>frame");
  writeFileSync(join(studio, "assets", "main-abc.js"), "main");
  writeFileSync(join(studio, "assets", "grade.worker-abc.js"), "worker");
  writeFileSync(join(base, "secret.txt"), "secret");
  symlinkSync(join(base, "secret.txt"), join(studio, "assets", "linked.txt"));
  const workspace = await Workspace.open(join(base, "workspace"), content, (d) =>
    readDataset(contentFolder, d),
  );
  root = workspace.root;
  mkdirSync(join(root, "exercises", "numbers"));
  server = await startServer({ workspace, studio, port: 0 });
});
afterAll(async () => {
  await server.close();
  rmSync(base, { recursive: true, force: true });
});

test("the page, its parts and any address of its own are served with every protecting header", async () => {
  const page = await raw("/");
  expect([page.status, page.text]).toEqual([200, "<!doctype html>studio"]);
  expect((await raw("/lesson/doubling")).text).toBe(page.text);
  expect((await raw("/assets/nothing.js")).status).toBe(404);
  const script = await raw("/assets/main-abc.js");
  expect(script.headers["content-type"]).toMatch(/^text\/javascript/);
  for (const answer of [
    page,
    script,
    await raw("/nothing.js"),
    await raw("/api/content"),
    await raw("/api/nothing"),
  ]) {
    expect(answer.headers).toMatchObject({
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
  }
});

test("the page may not make code from text; a worker may, and may not reach the network", async () => {
  const page = (await raw("/")).headers["content-security-policy"];
  expect(page).toContain("frame-ancestors 'none'");
  expect(page).not.toContain("'unsafe-eval'");
  const worker = (await raw("/assets/grade.worker-abc.js")).headers["content-security-policy"];
  expect(worker).toContain("'unsafe-eval'");
  expect(worker).toContain("connect-src 'none'");
});

test("only the studio may show the frame that learner code runs in, and the frame can only start workers", async () => {
  const { status, headers } = await raw("/run.html", {
    headers: { host: `localhost:${server.port}` },
  });
  expect(status).toBe(200);
  expect(headers["cross-origin-resource-policy"]).toBe("cross-origin");
  const own = `http://127.0.0.1:${server.port} http://localhost:${server.port}`;
  const policy = String(headers["content-security-policy"]).split("; ");
  expect(policy).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${own}`,
  ]);
  expect((await raw("/")).headers["content-security-policy"]).toContain(`frame-src ${own};`);
});

test("no address leads out of the studio's folder", async () => {
  for (const path of [
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/assets/%252e%252e/secret.txt",
    "//etc/passwd",
    "/assets/linked.txt",
    "/index.html%00.txt",
  ]) {
    const { text } = await raw(path);
    expect(text, path).not.toContain("secret");
    expect(text, path).not.toContain("root:");
  }
});

test("without the token of this start nothing below /api answers", async () => {
  for (const headers of [
    {},
    { "x-gradus-token": "" },
    { "x-gradus-token": `${server.token}x` },
  ] as Record<string, string>[])
    for (const [method, path] of [
      ["GET", "/api/content"],
      ["GET", "/api/progress"],
      ["PUT", "/api/exercises/numbers/double"],
      ["POST", "/api/events"],
      ["DELETE", "/api/runs/x"],
      ["GET", "/api/nothing"],
      ["OPTIONS", "/api/content"],
    ] as const)
      expect((await raw(path, { method, headers })).status, `${method} ${path}`).toBe(401);
  expect((await raw(`/api/content?token=${server.token}`)).status).toBe(401);
  expect((await api("/content")).status).toBe(200);
  expect(server.url).toBe(`http://127.0.0.1:${server.port}/#token=${server.token}`);
});

test("a foreign Host, Origin or site is refused, token or not", async () => {
  const own = `127.0.0.1:${server.port}`;
  for (const host of [
    "evil.example",
    `evil.example:${server.port}`,
    "127.0.0.1",
    "127.0.0.1:1",
    `127.0.0.1.evil.example:${server.port}`,
  ]) {
    expect((await api("/content", { headers: { host } })).status, host).toBe(421);
    expect((await raw("/", { headers: { host } })).status, host).toBe(421);
  }
  for (const origin of [
    "http://evil.example",
    "null",
    `http://localhost:${server.port}`,
    `https://${own}`,
    "http://127.0.0.1:1",
    `http://${own}.evil.example`,
  ])
    expect((await api("/content", { headers: { origin } })).status, origin).toBe(403);
  expect((await api("/content", { headers: { origin: `http://${own}` } })).status).toBe(200);
  const site = { "sec-fetch-site": "cross-site" };
  expect((await api("/content", { headers: site })).status).toBe(403);
  expect(
    (await api("/content", { headers: { ...site, "sec-fetch-mode": "navigate" } })).status,
  ).toBe(403);
  expect((await raw("/assets/main-abc.js", { headers: site })).status).toBe(403);
  // A link in a mail may open the studio.
  expect((await raw("/", { headers: { ...site, "sec-fetch-mode": "navigate" } })).status).toBe(200);
  const local = { host: `localhost:${server.port}`, origin: `http://localhost:${server.port}` };
  expect((await api("/content", { headers: local })).status).toBe(200);
});

test("no id leads out of the workspace", async () => {
  writeFileSync(join(root, "..", "outside.ts"), "outside");
  for (const id of [
    "..%2f..%2foutside",
    "..%2Foutside",
    "%2e%2e%2foutside",
    "..",
    "double%00",
    "double.ts",
    "%2fetc%2fpasswd",
    "..%5coutside",
    "__proto__",
    "constructor",
  ]) {
    for (const path of [
      `/exercises/${id}`,
      `/exercises/numbers/${id}`,
      `/exercises/${id}/double`,
      `/lessons/${id}`,
      `/lessons/numbers/${id}`,
      `/runs/${id}`,
      `/runs/${id}/export?format=csv`,
    ]) {
      const answer = await api(path);
      expect(answer.status, path).toBe(404);
      expect(answer.text).not.toContain("outside\n");
    }
    for (const path of [
      `/exercises/${id}`,
      `/exercises/numbers/${id}`,
      `/exercises/${id}/double`,
    ]) {
      const body = { text: "x", baseVersion: null };
      expect((await api(path, { method: "PUT", body })).status, path).toBe(404);
    }
    expect((await api(`/runs/${id}`, { method: "DELETE" })).status, id).toBe(404);
  }
  expect(readFileSync(join(root, "..", "outside.ts"), "utf8")).toBe("outside");
});

test("links in the workspace are refused, for exercises and for runs", async () => {
  const outside = join(base, "outside-run");
  mkdirSync(outside, { recursive: true });
  writeFileSync(join(outside, "run.json"), '{"model":"secret"}');
  mkdirSync(join(root, "runs"), { recursive: true });
  symlinkSync(outside, join(root, "runs", "linked"));
  expect((await api("/runs")).text).not.toContain("secret");
  expect((await api("/runs/linked")).status).toBe(400);
  expect((await api("/runs/linked", { method: "PATCH", body: { name: "x" } })).status).toBe(400);
  expect((await api("/runs/linked", { method: "DELETE" })).status).toBe(400);
  expect(readFileSync(join(outside, "run.json"), "utf8")).toBe('{"model":"secret"}');
  rmSync(join(root, "runs", "linked"));
  rmSync(join(root, "exercises", "numbers", "quadruple.ts"), { force: true });
  symlinkSync(join(base, "secret.txt"), join(root, "exercises", "numbers", "quadruple.ts"));
  const answer = await api("/exercises/numbers/quadruple");
  expect([answer.status, answer.text.includes('"secret"')]).toEqual([400, false]);
  rmSync(join(root, "exercises", "numbers", "quadruple.ts"));
});

test("a body that is huge, no JSON, or of a type a foreign form could send is refused", async () => {
  // The server may hang up before all of it is sent; then there is no answer to read.
  const refusal = (asked: Promise<Answer>) =>
    asked.then(
      (a) => a.status,
      () => "hung up",
    );
  const text = "x".repeat(2 << 20);
  const huge = api("/exercises/numbers/double", {
    method: "PUT",
    body: { text, baseVersion: null },
  });
  expect([413, "hung up"]).toContain(await refusal(huge));
  const chunked = raw("/api/events", {
    method: "POST",
    headers: {
      "x-gradus-token": server.token,
      "content-type": "application/json",
      "transfer-encoding": "chunked",
    },
    body: Buffer.from(JSON.stringify({ kind: "read", lesson: "numbers/doubling", text })),
  });
  expect([413, "hung up"]).toContain(await refusal(chunked));
  expect(
    existsSync(join(root, "progress.jsonl")) && readFileSync(join(root, "progress.jsonl"), "utf8"),
  ).not.toContain("read");
  const long = await api("/exercises/numbers/double", {
    method: "PUT",
    body: { text: "x".repeat(300_000), baseVersion: null },
  });
  expect(long.status).toBe(400);
  for (const [type, text] of [
    ["text/plain", JSON.stringify({ kind: "read", lesson: "numbers/doubling" })],
    ["application/x-www-form-urlencoded", "a=b"],
    ["application/json", "{"],
    ["application/json", "null"],
  ]) {
    const answer = await raw("/api/events", {
      method: "POST",
      headers: { "x-gradus-token": server.token, "content-type": type as string },
      body: text as string,
    });
    expect(answer.status, `${type} ${text}`).toBe(400);
  }
});

test("runs are listed, read, renamed, exported, deleted and brought back", async () => {
  makeRun("2026-one");
  mkdirSync(join(root, "runs", "no-run"), { recursive: true });
  expect((await api("/runs")).json).toMatchObject([
    { id: "2026-one", name: "2026-one", steps: 3, result: { loss: 1 / 3 } },
  ]);
  expect(
    (await api("/runs/2026-one", { method: "PATCH", body: { name: "first try" } })).json,
  ).toMatchObject({ name: "first try" });
  expect((await api("/runs/2026-one", { method: "PATCH", body: { name: "a\nb" } })).status).toBe(
    400,
  );
  const csv = await api("/runs/2026-one/export?format=csv");
  expect(csv.text.split("\n").slice(0, 2)).toEqual(["kind,epoch,step,loss", "step,1,1,1"]);
  expect((await api("/runs/2026-one/export?format=exe")).status).toBe(400);
  expect((await api("/runs/2026-one", { method: "DELETE" })).status).toBe(200);
  expect((await api("/runs")).json).toEqual([]);
  expect((await api("/runs/2026-one", { method: "DELETE" })).status).toBe(404);
  expect((await api("/runs/2026-one/restore", { method: "POST" })).json).toMatchObject({
    name: "first try",
  });
  expect((await api("/runs/2026-one/restore", { method: "POST" })).status).toBe(404);
  expect((await api("/runs/deleted")).status).toBe(404);
  // Such a name could not stand in a header.
  makeRun('we"ird');
  makeRun("dot.ted");
  for (const id of ["we%22ird", "dot.ted"]) expect((await api(`/runs/${id}`)).status, id).toBe(404);
  expect((await api("/runs")).json).toMatchObject([{ id: "2026-one" }]);
  expect(existsSync(join(root, "runs", "2026-one", "metrics.jsonl"))).toBe(true);
});

test("what a learner says about a run is kept beside it, each part by itself, and through a deletion", async () => {
  makeRun("told");
  const before = readFileSync(join(root, "runs", "told", "run.json"), "utf8");
  const say = (words: object) => api("/runs/told", { method: "PATCH", body: words });
  await Promise.all([say({ notes: "line one\nline two" }), say({ group: "first tries" })]);
  expect((await say({ name: "told" })).json).toMatchObject({
    name: "told",
    notes: "line one\nline two",
    group: "first tries",
  });
  expect((await say({ notes: "x".repeat(20_001) })).status).toBe(400);
  expect((await say({ group: "" })).json).toMatchObject({ group: "", notes: "line one\nline two" });
  // The training's own file is not touched: a process may be writing it.
  expect(readFileSync(join(root, "runs", "told", "run.json"), "utf8")).toBe(before);
  await api("/runs/told", { method: "DELETE" });
  expect((await api("/deleted-runs")).json).toMatchObject([{ id: "told", name: "told" }]);
  await api("/runs/told/restore", { method: "POST", body: {} });
  expect((await api("/deleted-runs")).json).toEqual([]);
  writeFileSync(join(root, "runs", "told", "about.json"), "{ half");
  expect((await api("/runs/told")).json).toMatchObject({ id: "told", notes: "" });
});

test("a run that is being trained says so and is not moved away", async () => {
  makeRun("busy");
  const lock = { pid: process.pid, started: "", host: hostname(), since: "2026-01-01T00:00:00Z" };
  writeFileSync(join(root, "runs", "busy", "run.lock"), JSON.stringify(lock));
  expect((await api("/runs/busy")).json).toMatchObject({ running: true });
  const refused = await api("/runs/busy", { method: "DELETE" });
  expect([refused.status, refused.json.code]).toEqual([409, "workspace/run-busy"]);
  rmSync(join(root, "runs", "busy", "run.lock"));
  expect((await api("/runs/busy")).json).toMatchObject({ running: false });
  expect((await api("/runs/busy", { method: "DELETE" })).status).toBe(200);
});

test("deletions and restorations at once are answered, and the run survives them", async () => {
  makeRun("contested");
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      i % 2 === 0
        ? api("/runs/contested", { method: "DELETE" })
        : api("/runs/contested/restore", { method: "POST", body: {} }),
    ),
  );
  expect(answers.map((a) => a.status).filter((status) => ![200, 404].includes(status))).toEqual([]);
  await api("/runs/contested/restore", { method: "POST", body: {} });
  expect((await api("/runs/contested")).json).toMatchObject({ id: "contested", steps: 3 });
  await api("/runs/contested", { method: "DELETE" });
});

test("a curve with very many points is thinned for the page and keeps its last point", async () => {
  makeRun("long", 9001);
  const { metrics } = (await api("/runs/long")).json as { metrics: { step: number }[] };
  expect(metrics.length).toBeLessThanOrEqual(2001);
  expect(metrics.at(-1)?.step).toBe(9001);
});

test("a run trained in a page is kept with its code, under a name made here", async () => {
  const run = {
    name: "mine",
    model: "../My Net",
    data: "flower",
    dataHash: "h",
    config: {},
    code: "code",
    metrics: [{ step: 1, loss: 2, note: "=1+1" }],
  };
  const made = (await api("/runs", { method: "POST", body: run })).json as {
    id: string;
  };
  expect(made.id).toMatch(/^\d{4}-\d\d-\d\d-\d{6}-my-net$/);
  expect((await api(`/runs/${made.id}`)).json).toMatchObject({
    name: "mine",
    code: "code",
    metrics: [{ loss: 2 }],
  });
  expect((await api(`/runs/${made.id}/export?format=csv`)).text).toContain("'=1+1");
  expect(
    (await api("/runs", { method: "POST", body: { ...run, metrics: [{ loss: 1 }] } })).status,
  ).toBe(400);
  expect(readdirSync(join(root, "runs")).filter((n) => n.startsWith("."))).toEqual([]);
});

test("the stream of changes takes the token in its address and tells of a save on disk", async () => {
  expect((await raw("/api/watch?token=wrong")).status).toBe(401);
  const heard: string[] = [];
  const stop = new AbortController();
  const response = await fetch(`http://127.0.0.1:${server.port}/api/watch?token=${server.token}`, {
    signal: stop.signal,
  });
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const listening = (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard.push(new TextDecoder().decode(value));
    }
  })().catch(() => {});
  writeFileSync(join(root, "exercises", "numbers", "double.ts"), "from an editor");
  await expect
    .poll(() => heard.join(""), { timeout: 5000 })
    .toContain('"kind":"exercise","id":"numbers/double"');
  stop.abort();
  await listening;
});

test("a studio that is not built, or being built, is said to be so", async () => {
  const index = join(base, "studio", "index.html");
  rmSync(index);
  expect(await raw("/")).toMatchObject({
    status: 503,
    text: expect.stringContaining("npm run build"),
  });
  writeFileSync(index, "new build");
  expect((await raw("/")).text).toBe("new build");
});

test("a port that is taken is refused when it was asked for", async () => {
  const workspace = await Workspace.open(root, content);
  await expect(startServer({ workspace, studio: null, port: server.port })).rejects.toMatchObject({
    code: "server/port",
  });
});
