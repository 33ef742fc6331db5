/**
 * Downloads that survive bad networks. Bytes go to `path.part` at their place in the file; after a cut,
 * or in a later run, the rest is asked for with an HTTP range. Only a complete file with the right sha256
 * is renamed to `path`, so what has that name can be trusted. Positional writes make two downloads of
 * one file at the same time harmless: both write the same bytes to the same places.
 */

import { needOptions } from "@gradus/core";
import { needPath } from "./arguments.ts";
import {
  argumentError,
  checksumError,
  downloadAbortedError,
  downloadError,
  type FailedAttempt,
  writeError,
} from "./errors.ts";
import { readBytes } from "./files.ts";
import { gunzip } from "./formats/gzip.ts";
import { nodeModule, systemCode } from "./node.ts";

/** How far a download is. */
export interface DownloadProgress {
  readonly url: string;
  readonly receivedBytes: number;
  /** null where the server does not say */
  readonly totalBytes: number | null;
}

/** Options of `download`. */
export interface DownloadOptions {
  /** 64 hexadecimal digits the file must hash to */
  readonly sha256?: string;
  /** whether `sha256` is of the file or of what is in it: gzip files of one content differ by packer */
  readonly sha256Of?: "file" | "gunzipped";
  /** addresses to try in turn when `url` fails */
  readonly mirrors?: readonly string[];
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** stops the download; what has come is kept for the next try */
  readonly signal?: AbortSignal;
  /** further tries an address gets after an error that may pass; default 3 */
  readonly retries?: number;
  /** wait before the first retry, doubled for each one after; default 500 */
  readonly backoffMs?: number;
  /** longest wait for the next bytes; default 30000 */
  readonly timeoutMs?: number;
}

interface Job extends Required<Omit<DownloadOptions, "sha256" | "signal">> {
  readonly sha256: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly path: string;
  readonly part: string;
}

/** Why one try ended: `retry` says whether the same address may do better next time. */
class Attempt {
  readonly reason: string;
  readonly retry: boolean;
  readonly gotHash: string | undefined;

  constructor(reason: string, retry: boolean, gotHash?: string) {
    this.reason = reason;
    this.retry = retry;
    this.gotHash = gotHash;
  }
}

/**
 * Downloads `url` to `path`, and returns at once if a file with the right sha256 is there already.
 *
 * @throws DataError `data/download-failed` with the reason of every address, `data/checksum` (the file is
 *   removed), `data/download-aborted`, `data/disk-full`, `data/read-only`, `data/argument`
 * @example await download("https://example.org/images.gz", "images.gz", { sha256: "…" })
 */
export async function download(
  url: string,
  path: string,
  options: DownloadOptions = {},
): Promise<void> {
  needPath("download", path);
  needOptions("download", options, [
    "sha256",
    "sha256Of",
    "mirrors",
    "onProgress",
    "signal",
    "retries",
    "backoffMs",
    "timeoutMs",
  ]);
  const job: Job = {
    ...{ sha256Of: "file", mirrors: [], onProgress: () => undefined },
    ...{ retries: 3, backoffMs: 500, timeoutMs: 30_000 },
    ...options,
    sha256: options.sha256?.toLowerCase(),
    signal: options.signal,
    path,
    part: `${path}.part`,
  };
  if (job.sha256 !== undefined && !/^[0-9a-f]{64}$/.test(job.sha256))
    throw argumentError("download", "sha256", options.sha256, "64 hexadecimal digits");
  const { mkdir } = nodeModule("node:fs/promises", path);
  const { dirname } = nodeModule("node:path", path);
  if (job.sha256 !== undefined && (await hashOf(path, job.sha256Of)) === job.sha256) return;
  await saving(job, () => mkdir(dirname(path), { recursive: true }));

  const failed: (FailedAttempt & { readonly gotHash: string | undefined })[] = [];
  for (const address of [url, ...job.mirrors]) {
    const end = await tryAddress(job, address);
    if (!end) return;
    failed.push({ url: address, reason: end.reason, gotHash: end.gotHash });
  }
  const wrong = failed[0]?.gotHash;
  if (job.sha256 && wrong && failed.every((f) => f.gotHash))
    throw checksumError(path, job.sha256, wrong);
  throw downloadError(
    path,
    failed.map(({ url, reason }) => ({ url, reason })),
    await sizeOf(job.part),
  );
}

/** All tries at one address; undefined if the file is in place. */
async function tryAddress(job: Job, address: string): Promise<Attempt | undefined> {
  for (let tries = 0; ; tries++) {
    const end = await tryOnce(job, address);
    if (!end) return undefined;
    if (job.signal?.aborted) throw downloadAbortedError(job.path, await sizeOf(job.part));
    if (!end.retry || tries >= job.retries) return end;
    await wait(job.backoffMs * 2 ** tries, job.signal);
  }
}

async function tryOnce(job: Job, address: string): Promise<Attempt | undefined> {
  const had = await sizeOf(job.part);
  const stopped = new AbortController();
  const onAbort = (): void => stopped.abort();
  job.signal?.addEventListener("abort", onAbort);
  if (job.signal?.aborted) onAbort();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timedOut = false;
  const restartTimer = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timedOut = true;
      stopped.abort();
    }, job.timeoutMs);
  };
  try {
    restartTimer();
    // Bytes as they are: a range of a re-encoded body would be of no use.
    const headers: Record<string, string> = { "accept-encoding": "identity" };
    if (had > 0) headers.range = `bytes=${had}-`;
    const response = await fetch(address, { headers, signal: stopped.signal });
    const end = await receive(job, address, response, had, restartTimer);
    if (end) return end;
  } catch (error) {
    if (isDataError(error)) throw error;
    if (timedOut) return new Attempt(`no bytes came for ${job.timeoutMs} ms`, true);
    const cause = error instanceof Error && error.cause ? error.cause : error;
    return new Attempt(systemCode(cause), true);
  } finally {
    clearTimeout(timer);
    job.signal?.removeEventListener("abort", onAbort);
  }
  return finish(job, had > 0);
}

const isDataError = (error: unknown): boolean => systemCode(error).startsWith("data/");

/** Writes the body to the part file; undefined if all of it came. */
async function receive(
  job: Job,
  address: string,
  response: Response,
  had: number,
  onBytes: () => void,
): Promise<Attempt | undefined> {
  const { status } = response;
  const [, from, total] =
    /^bytes (\d+|\*)[^/]*\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "") ?? [];
  if (status === 416) {
    await response.body?.cancel();
    if (Number(total) === had) return undefined; // the part file is complete already
    await remove(job.part);
    return new Attempt(`HTTP status 416 for the bytes from ${had} on`, true);
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    const mayPass = status >= 500 || status === 408 || status === 429;
    return new Attempt(`HTTP status ${status}`, mayPass);
  }
  const resumed = status === 206 && Number(from) === had;
  if (status === 206 && !resumed) {
    await response.body.cancel();
    await remove(job.part);
    return new Attempt(`asked for bytes from ${had} on, got them from ${from}`, true);
  }
  const length = response.headers.get("content-length");
  const start = resumed ? had : 0;
  const totalBytes =
    resumed && total !== "*" ? Number(total) : length === null ? null : start + Number(length);
  const { open } = nodeModule("node:fs/promises", job.path);
  const file = await saving(job, () => open(job.part, resumed ? "r+" : "w"));
  let at = start;
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      onBytes();
      for (let done = 0; done < chunk.length; ) {
        const { bytesWritten } = await saving(job, () =>
          file.write(chunk, done, chunk.length - done, at + done),
        );
        done += bytesWritten;
      }
      at += chunk.length;
      job.onProgress({ url: address, receivedBytes: at, totalBytes });
    }
    await saving(job, () => file.sync());
  } finally {
    await file.close();
  }
  if (totalBytes !== null && at !== totalBytes)
    return new Attempt(`the connection ended after ${at} of ${totalBytes} bytes`, true);
  return undefined;
}

/** Checks the complete part file and gives it its name. */
async function finish(job: Job, resumed: boolean): Promise<Attempt | undefined> {
  const { rename } = nodeModule("node:fs/promises", job.path);
  if (job.sha256 !== undefined) {
    const got = await hashOf(job.part, job.sha256Of);
    if (got !== job.sha256) {
      await remove(job.part);
      // A resumed file may be glued from two versions: fetching it in one piece can help.
      return new Attempt(`sha256 is ${got}, expected ${job.sha256}`, resumed, got);
    }
  }
  await saving(job, () => rename(job.part, job.path));
  return undefined;
}

/** Runs a call that writes to disk; its failure ends the download, as no mirror can mend it. */
async function saving<T>(job: Job, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const { stat } = nodeModule("node:fs/promises", job.path);
    const kept = await stat(job.path).then(
      () => true,
      () => false,
    );
    throw writeError(job.path, systemCode(error), await sizeOf(job.part), kept);
  }
}

async function sizeOf(path: string): Promise<number> {
  const { stat } = nodeModule("node:fs/promises", path);
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function remove(path: string): Promise<void> {
  await nodeModule("node:fs/promises", path).rm(path, { force: true });
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
    signal?.addEventListener("abort", done);
  });
}

/** The sha256 of a file or of its unpacked content; a word that is no hash if it cannot be had. */
async function hashOf(path: string, of: "file" | "gunzipped"): Promise<string> {
  const { createHash } = nodeModule("node:crypto", path);
  const hash = createHash("sha256");
  try {
    if (of === "gunzipped") hash.update(gunzip(await readBytes(path), path));
    else
      for await (const chunk of nodeModule("node:fs", path).createReadStream(path))
        hash.update(chunk as Uint8Array);
  } catch (error) {
    return of === "gunzipped" && isDataError(error) ? "none (it cannot be unpacked)" : "none";
  }
  return hash.digest("hex");
}
