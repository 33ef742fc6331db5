import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, expect, test } from "vitest";
import { download } from "./download.ts";
import { gzip } from "./formats/gzip.ts";
import { cacheRoot, datasets, fetchDataset, getDataset } from "./registry.ts";

const root = mkdtempSync(join(tmpdir(), "gradus-download-"));
afterAll(() => rmSync(root, { recursive: true }));
const fresh = (): string => join(mkdtempSync(join(root, "t-")), "file.bin");

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 3);
const sha = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const sha256 = sha(content);
const quick = { backoffMs: 1, sha256 };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server on loopback; `asked` lists the range of each request, "" for none. */
async function serve(answer: Answer): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.range ?? "");
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

/** Long enough for a client to have read what came before a cut; what it has not read, the cut takes away. */
const readMs = 200;

/** Sends 100,000 bytes and loses the connection. */
function cutOff(response: ServerResponse, body: Uint8Array): void {
  response.write(body.subarray(0, 100_000), () => setTimeout(() => response.destroy(), readMs));
}

/** Serves `bytes` with ranges; each of the first `cuts` requests loses its connection after 100,000 bytes. */
const withRanges = (bytes: Uint8Array, cuts = 0): Answer => {
  let left = cuts;
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (start >= bytes.length) {
      response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
      return;
    }
    const body = bytes.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": body.length,
      ...(start > 0 && {
        "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
      }),
    });
    if (left-- > 0) cutOff(response, body);
    else response.end(body);
  };
};

test("a file comes complete, with progress up to its size, and no part file stays", async () => {
  const { url } = await serve(withRanges(content));
  const path = fresh();
  const seen: number[] = [];
  await download(url, path, {
    ...quick,
    onProgress: ({ receivedBytes, totalBytes }) => {
      expect(totalBytes).toBe(content.length);
      seen.push(receivedBytes);
    },
  });
  expect(new Uint8Array(readFileSync(path))).toEqual(content);
  expect(existsSync(`${path}.part`)).toBe(false);
  expect(seen.at(-1)).toBe(content.length);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test("a file that is there with the right hash is not asked for again", async () => {
  const { url, asked } = await serve(withRanges(content));
  const path = fresh();
  await download(url, path, quick);
  await download(url, path, quick);
  expect(asked).toEqual([""]);
});

test("a file that is there with another hash is replaced", async () => {
  const { url } = await serve(withRanges(content));
  const path = fresh();
  writeFileSync(path, "older");
  await download(url, path, quick);
  expect(sha(readFileSync(path))).toBe(sha256);
});

test("after each cut the rest is asked for from where it stopped", async () => {
  const { url, asked } = await serve(withRanges(content, 2));
  const path = fresh();
  await download(url, path, quick);
  expect(asked).toEqual(["", "bytes=100000-", "bytes=200000-"]);
  expect(sha(readFileSync(path))).toBe(sha256);
});

test("when tries run out the part is kept, and a later call continues there", async () => {
  const { url, asked } = await serve(withRanges(content, 1));
  const path = fresh();
  const failing = download(url, path, { ...quick, retries: 0 });
  await expect(failing).rejects.toThrow(
    /100000 bytes are kept in .*file\.bin\.part[\s\S]*\(data\/download-failed\)/,
  );
  expect(existsSync(path)).toBe(false);
  expect(statSync(`${path}.part`).size).toBe(100_000);
  await download(url, path, quick);
  expect(asked).toEqual(["", "bytes=100000-"]);
  expect(sha(readFileSync(path))).toBe(sha256);
});

test("a server that knows no ranges is read from the start again", async () => {
  let requests = 0;
  const { url, asked } = await serve((_, response) => {
    response.writeHead(200, { "content-length": content.length });
    if (requests++ === 0) cutOff(response, content);
    else response.end(content);
  });
  const path = fresh();
  await download(url, path, quick);
  expect(asked).toEqual(["", "bytes=100000-"]);
  expect(sha(readFileSync(path))).toBe(sha256);
});

test("a part that is complete already is only checked and renamed", async () => {
  const { url, asked } = await serve(withRanges(content));
  const path = fresh();
  writeFileSync(`${path}.part`, content);
  await download(url, path, quick);
  expect(asked).toEqual([`bytes=${content.length}-`]);
  expect(sha(readFileSync(path))).toBe(sha256);
});

test("a part longer than the file, or of another version of it, is dropped", async () => {
  const { url } = await serve(withRanges(content));
  const long = fresh();
  writeFileSync(`${long}.part`, new Uint8Array(content.length + 1));
  await download(url, long, quick);
  expect(sha(readFileSync(long))).toBe(sha256);
  const other = fresh();
  writeFileSync(`${other}.part`, new Uint8Array(1000).fill(9));
  await download(url, other, quick);
  expect(sha(readFileSync(other))).toBe(sha256);
});

test("a wrong checksum names both hashes and leaves no file", async () => {
  const bytes = content.slice();
  bytes[7] = 255;
  const { url, asked } = await serve(withRanges(bytes));
  const path = fresh();
  const failing = download(url, path, quick);
  await expect(failing).rejects.toThrow(
    new RegExp(
      `sha256 is ${sha(bytes)}, expected ${sha256}\\. The file was removed[\\s\\S]*\\(data/checksum\\)`,
    ),
  );
  expect(readdirSync(join(path, ".."))).toEqual([]);
  expect(asked).toEqual([""]);
});

test("mirrors are tried in order after a missing, a wrong and an unreachable address", async () => {
  const missing = await serve((_, response) => {
    response.writeHead(404).end("no");
  });
  const wrong = await serve(withRanges(new Uint8Array(10)));
  const good = await serve(withRanges(content));
  const path = fresh();
  const mirrors = [wrong.url, "http://127.0.0.1:1/", good.url];
  await download(missing.url, path, { ...quick, mirrors });
  expect(missing.asked.length).toBe(1);
  expect(sha(readFileSync(path))).toBe(sha256);
});

test("when every address fails, the error gives the reason of each", async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(503).end();
  });
  const path = fresh();
  const failing = download("http://127.0.0.1:1/", path, { ...quick, retries: 1, mirrors: [url] });
  await expect(failing).rejects.toThrow(
    /127\.0\.0\.1:1\/: .+\n.*: HTTP status 503\nNothing was kept/,
  );
});

test("a server error that passes is retried, one that does not is not", async () => {
  const statuses = [500, 429];
  const { url, asked } = await serve((request, response) => {
    const status = statuses.shift();
    if (status) response.writeHead(status).end();
    else withRanges(content)(request, response);
  });
  await download(url, fresh(), quick);
  expect(asked.length).toBe(3);
});

test("a server that stops sending is given up after the timeout, and continued", async () => {
  let requests = 0;
  const { url, asked } = await serve((request, response) => {
    if (requests++ > 0) return withRanges(content)(request, response);
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, 5000));
  });
  await download(url, fresh(), { ...quick, timeoutMs: 200 });
  expect(asked).toEqual(["", "bytes=5000-"]);
});

test("a signal stops the download and what came is kept", async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, 5000));
  });
  const path = fresh();
  const stop = new AbortController();
  const failing = download(url, path, {
    ...quick,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(failing).rejects.toThrow(
    /stopped after 5000 bytes[\s\S]*\(data\/download-aborted\)/,
  );
  expect(readdirSync(join(path, ".."))).toEqual(["file.bin.part"]);
});

test("a body with no stated length is accepted when its hash is right", async () => {
  const { url } = await serve((_, response) => {
    response.write(content);
    response.end();
  });
  const path = fresh();
  const totals = new Set<number | null>();
  await download(url, path, { ...quick, onProgress: (p) => totals.add(p.totalBytes) });
  expect([...totals]).toEqual([null]);
  expect(sha(readFileSync(path))).toBe(sha256);
});

test("a folder that cannot be made is a disk error, not a network one", async () => {
  const { url } = await serve(withRanges(content));
  const path = fresh();
  writeFileSync(path, "a file");
  await expect(download(url, join(path, "x", "y.bin"), quick)).rejects.toThrow("(data/no-folder)");
});

test("a sha256 that is none is refused before anything is sent", async () => {
  await expect(download("http://127.0.0.1:1/", fresh(), { sha256: "abc" })).rejects.toThrow(
    /64 hexadecimal digits/,
  );
});

test("a gzip file can be checked by its content, whoever packed it", async () => {
  const packed = gzip(content, 1);
  const { url } = await serve(withRanges(packed));
  const path = fresh();
  await download(url, path, { ...quick, sha256Of: "gunzipped" });
  expect(readFileSync(path).length).toBe(packed.length);
  const cut = await serve(withRanges(packed.subarray(0, 1000)));
  await expect(download(cut.url, fresh(), { ...quick, sha256Of: "gunzipped" })).rejects.toThrow(
    /sha256 is none \(it cannot be unpacked\)[\s\S]*\(data\/checksum\)/,
  );
});

test("a process killed half-way leaves the part file only, and the next run finishes it", async () => {
  const script = join(root, "download.mjs");
  await build({
    entryPoints: [new URL("./download.ts", import.meta.url).pathname],
    bundle: true,
    conditions: ["source"],
    format: "esm",
    platform: "node",
    outfile: script,
    logLevel: "silent",
  });
  let child: ChildProcess | undefined;
  const { url } = await serve((request, response) => {
    if (child?.killed) return withRanges(content)(request, response);
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, 150_000));
  });
  const path = fresh();
  const run = `import { download } from ${JSON.stringify(script)};
    await download(${JSON.stringify(url)}, ${JSON.stringify(path)}, {
      onProgress: ({ receivedBytes }) => { if (receivedBytes === 150000) console.log("half"); },
    });`;
  child = spawn(process.execPath, ["--input-type=module", "-e", run], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { stdout } = child;
  const ended = new Promise((resolve) => child?.once("exit", (_, signal) => resolve(signal)));
  stdout?.once("data", () => child?.kill("SIGKILL"));
  expect(await ended).toBe("SIGKILL");
  expect(readdirSync(join(path, ".."))).toEqual(["file.bin.part"]);
  expect(statSync(`${path}.part`).size).toBe(150_000);
  await download(url, path, quick);
  expect(sha(readFileSync(path))).toBe(sha256);
});

test("nothing of the package's bundle for browsers imports Node", async () => {
  const result = await build({
    entryPoints: [new URL("./index.ts", import.meta.url).pathname],
    bundle: true,
    conditions: ["source"],
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "silent",
    external: ["@gradus/core"],
    metafile: true,
  });
  const imports = Object.values(result.metafile.outputs).flatMap((o) =>
    o.imports.map((i) => i.path),
  );
  expect([...new Set(imports)]).toEqual(["@gradus/core"]);
});

test("a data set is fetched into its folder under the root, from the mirror first", async () => {
  const packed = gzip(content, 1);
  const official = await serve(withRanges(packed));
  const mirror = await serve((request, response) => {
    if (request.url === "/sub/a.gz") withRanges(packed)(request, response);
    else response.writeHead(404).end();
  });
  const entry = {
    ...{ name: "two", title: "", license: "", source: "", baseUrl: official.url },
    files: [
      { name: "a.gz", sha256 },
      { name: "b.gz", sha256 },
    ],
  };
  const options = { root: join(root, "home"), mirror: `${mirror.url}sub`, backoffMs: 1 };
  const folder = await fetchDataset(entry, options);
  expect(folder).toBe(join(root, "home", "datasets", "two"));
  expect(readdirSync(folder)).toEqual(["a.gz", "b.gz"]);
  expect([mirror.asked.length, official.asked.length]).toEqual([2, 1]);
  await fetchDataset(entry, options);
  expect([mirror.asked.length, official.asked.length]).toEqual([2, 1]);
});

test("a data set nobody registered is refused with those there are", async () => {
  await expect(getDataset("mnist")).rejects.toThrow(
    /known: fashion-mnist[\s\S]*\(data\/unknown-dataset\)/,
  );
});

test("the registered hashes are those the subset's maker recorded", () => {
  const record = JSON.parse(
    readFileSync(new URL("../datasets/fashion-mnist/dataset.json", import.meta.url), "utf8"),
  ) as { full: Record<string, { contentSha256: string }> };
  const registered = datasets[0]?.files.map((f) => [f.name, f.sha256]);
  expect(registered).toEqual(Object.entries(record.full).map(([n, f]) => [n, f.contentSha256]));
});

test("the cache is $GRADUS_HOME, or a folder of the user's", () => {
  const saved = process.env.GRADUS_HOME;
  try {
    process.env.GRADUS_HOME = "/somewhere";
    expect(cacheRoot()).toBe("/somewhere");
    delete process.env.GRADUS_HOME;
    expect(cacheRoot()).toMatch(/\.cache[/\\]gradus$/);
  } finally {
    if (saved !== undefined) process.env.GRADUS_HOME = saved;
  }
});
