/** Run folders: one writer at a time, every kind of damage said in words, and nothing left behind. */
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { defaultGenerator, manualSeed, randn, tensor } from "@gradus/core";
import { DataLoader, decodeSafetensors, encodeSafetensors, TensorDataset } from "@gradus/data";
import { Dropout, Linear, Sequential } from "@gradus/nn";
import { Adam } from "@gradus/optim";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Batch, fit, RunLog } from "../src/index.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "gradus-run-"));
  manualSeed(1);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const info = { model: "test", data: "test", dataHash: "0", config: {} };

/** A small network with everything that has state: shuffled data, dropout, Adam's moments. */
function setUp() {
  manualSeed(3);
  const x = randn([22, 5]);
  const y = tensor(
    Int32Array.from({ length: 22 }, (_, i) => i % 3),
    { shape: [22] },
  );
  const model = new Sequential(new Linear(5, 8), new Dropout(0.3), new Linear(8, 3));
  const optimizer = new Adam(model.parameters(), { lr: 0.05 });
  const loader = (shuffle: boolean) =>
    new DataLoader(new TensorDataset(x, y) as never, {
      batchSize: 4,
      shuffle,
    }) as unknown as DataLoader<unknown, Batch>;
  return { model, optimizer, train: loader(true), test: loader(false), epochs: 3, classes: 3 };
}

/** Trains until `steps` steps are done, with a checkpoint after every one, and leaves the folder as a kill would. */
async function killedRun(steps: number): Promise<string> {
  const log = await RunLog.create(root, info);
  const stop = new AbortController();
  let done = 0;
  const crash = new Error("the process ends here");
  const run = fit({
    ...setUp(),
    log,
    checkpointSteps: 1,
    onEvent: (e) => {
      if (e.kind === "step" && ++done > steps) throw crash;
    },
    signal: stop.signal,
  });
  await expect(run).rejects.toBe(crash);
  log.close();
  return log.folder;
}

const checkpointOf = (folder: string) => join(folder, "checkpoint.safetensors");

async function resume(folder: string) {
  const log = await RunLog.open(folder);
  try {
    const options = setUp();
    const { progress, damaged } = await log.restore(options.model, options.optimizer);
    log.trimMetrics(progress.step);
    await fit({ ...options, log, from: progress });
    return { progress, damaged };
  } finally {
    log.close();
  }
}

async function wholeRun(): Promise<string> {
  const log = await RunLog.create(root, info);
  await fit({ ...setUp(), log });
  log.close();
  return log.folder;
}

const bytesOf = (folder: string, name: string): Buffer => readFileSync(join(folder, name));

describe("a run that was killed", () => {
  test("gives the uninterrupted run's metrics and weights, line for line and bit for bit, wherever it was", async () => {
    const whole = await wholeRun();
    // An epoch has 6 steps: within it, at its last step, and just behind it.
    for (const steps of [1, 4, 5, 6, 7, 11]) {
      const folder = await killedRun(steps);
      await resume(folder);
      expect(bytesOf(folder, "metrics.jsonl").toString()).toBe(
        bytesOf(whole, "metrics.jsonl").toString(),
      );
      expect(
        bytesOf(folder, "weights.safetensors").equals(bytesOf(whole, "weights.safetensors")),
      ).toBe(true);
    }
  });

  test("reports an epoch as a whole when it was asked to stop at its last step", async () => {
    const whole = await wholeRun();
    const log = await RunLog.create(root, info);
    const stop = new AbortController();
    const { finished } = await fit({
      ...setUp(),
      log,
      signal: stop.signal,
      onEvent: (e) => {
        if (e.kind === "step" && e.step === 6) stop.abort();
      },
    });
    log.close();
    expect(finished).toBe(false);
    await resume(log.folder);
    expect(bytesOf(log.folder, "metrics.jsonl").toString()).toBe(
      bytesOf(whole, "metrics.jsonl").toString(),
    );
  });

  test("can go on from its first step, before any time for a checkpoint has passed", async () => {
    const log = await RunLog.create(root, info);
    const saved: number[] = [];
    await fit({
      ...setUp(),
      log,
      checkpointSeconds: Number.POSITIVE_INFINITY,
      onEvent: (e) => {
        if (e.kind === "checkpoint") saved.push(e.progress.step);
      },
    });
    log.close();
    expect(saved).toEqual([1, 6, 12, 18]);
  });

  test("has its half-written files cleared away, and nothing else", async () => {
    const folder = await killedRun(3);
    for (const name of [
      "checkpoint.safetensors.4711-9.tmp",
      "metrics.jsonl.4711-0.tmp",
      "run.json.12-0a1b2c3d.tmp",
      "my-notes.tmp",
    ])
      writeFileSync(join(folder, name), "half");
    (await RunLog.open(folder)).close();
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual(["my-notes.tmp"]);
  });
});

describe("a run folder has one writer", () => {
  test("a second log is refused with the holder, and may open it when the first is closed", async () => {
    const log = await RunLog.create(root, info);
    expect(RunLog.holder(log.folder)).toMatchObject({ pid: process.pid, host: hostname() });
    await expect(RunLog.open(log.folder)).rejects.toMatchObject({ code: "train/locked" });
    log.close();
    expect(RunLog.holder(log.folder)).toBeNull();
    (await RunLog.open(log.folder)).close();
    expect(existsSync(join(log.folder, "run.lock"))).toBe(false);
  });

  test("another process that lives is named; once it has gone its lock is taken over", async () => {
    const { folder } = await closedRun();
    const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const lock = { pid: holder.pid, started: "", host: hostname(), since: "2026-01-01T00:00:00Z" };
    writeFileSync(join(folder, "run.lock"), JSON.stringify(lock));
    await expect(RunLog.open(folder)).rejects.toThrow(
      new RegExp(`written to by process ${holder.pid} on .*, since 2026-01-01[\\s\\S]*run\\.lock`),
    );
    const gone = new Promise((done) => holder.on("exit", done));
    holder.kill("SIGKILL");
    await gone;
    const log = await RunLog.open(folder);
    expect(RunLog.holder(folder)?.pid).toBe(process.pid);
    log.close();
  });

  test.runIf(existsSync("/proc/self/stat"))(
    "a process id that has been used again is not taken for the holder",
    async () => {
      const { folder } = await closedRun();
      const lock = { pid: process.pid, started: "another boot 17", host: hostname(), since: "x" };
      writeFileSync(join(folder, "run.lock"), JSON.stringify(lock));
      expect(RunLog.holder(folder)).toBeNull();
      (await RunLog.open(folder)).close();
    },
  );

  test("a holder on another machine is never overruled", async () => {
    const { folder } = await closedRun();
    const lock = { pid: 1, started: "", host: "elsewhere", since: "2026-01-01T00:00:00Z" };
    writeFileSync(join(folder, "run.lock"), JSON.stringify(lock));
    await expect(RunLog.open(folder)).rejects.toThrow("process 1 on elsewhere");
  });

  test("a lock that says nothing is no lock", async () => {
    const { folder } = await closedRun();
    for (const text of ["", "null", "{}", '{"pid": -1}', "\0\0\0"]) {
      writeFileSync(join(folder, "run.lock"), text);
      (await RunLog.open(folder)).close();
    }
  });
});

async function closedRun(): Promise<RunLog> {
  const log = await RunLog.create(root, info);
  log.close();
  return log;
}

describe("damage is said in words", () => {
  const json = JSON.stringify;
  test.each([
    ["is not there", null, "it has no run.json"],
    ["is empty", "", "its run.json cannot be read"],
    ["is cut", '{"model": "te', "its run.json cannot be read"],
    ["is null", "null", "holds no description of a run"],
    ["is a list", "[]", "holds no description of a run"],
    ["is a number", "7", "holds no description of a run"],
    ["has no model", json({ ...info, model: undefined }), "does not say the model"],
    ["has a model that is no text", json({ ...info, model: 7 }), "does not say the model"],
    ["has no config", json({ ...info, config: undefined }), "does not say the config"],
    ["has a config that is a list", json({ ...info, config: [] }), "does not say the config"],
  ])("run.json %s", async (_what, text, message) => {
    const { folder } = await closedRun();
    if (text === null) rmSync(join(folder, "run.json"));
    else writeFileSync(join(folder, "run.json"), text);
    await expect(RunLog.open(folder)).rejects.toMatchObject({
      code: "train/resume",
      message: expect.stringContaining(message),
    });
    expect(existsSync(join(folder, "run.lock"))).toBe(false);
  });

  /** A checkpoint of a run that ended whole, with its metadata changed. */
  async function withMeta(change: (meta: string) => string | undefined): Promise<string> {
    const folder = await wholeRun();
    const { tensors, metadata } = decodeSafetensors(readFileSync(checkpointOf(folder)));
    const changed = change(metadata.get("gradus") as string);
    writeFileSync(
      checkpointOf(folder),
      encodeSafetensors(tensors, { metadata: changed === undefined ? {} : { gradus: changed } }),
    );
    // As an earlier version wrote it, which had no checksums: what its parts say has to be enough.
    writeFileSync(join(folder, "run.json"), json({ ...info, format: 1 }));
    return folder;
  }

  const without = (path: string) => (meta: string) => {
    const value = JSON.parse(meta);
    const [first, second] = path.split(".") as [string, string?];
    if (second) delete value[first][second];
    else delete value[first];
    return json(value);
  };

  test.each([
    ["none", () => undefined, "was not written by gradus"],
    ["{}", () => "{}", "does not say where the run was"],
    ["null", () => "null", "does not say where the run was"],
    ["[]", () => "[]", "does not say where the run was"],
    ["no JSON", () => "{", "its metadata is no JSON"],
    ["no progress", without("progress"), "does not say where the run was"],
    ["no step", without("progress.step"), "its step is missing"],
    ["no generator", without("generator"), "the random generator's state is missing"],
    ["no optimizer", without("optimizer"), "the optimizer's state is missing"],
    ["no groups", without("optimizer.paramGroups"), "the optimizer's state is missing"],
  ])("a checkpoint with metadata: %s", async (_what, change, message) => {
    const folder = await withMeta(change);
    await expect(resume(folder)).rejects.toMatchObject({
      code: "train/resume",
      message: expect.stringContaining(message),
    });
  });

  test("a checkpoint of a version without checksums still goes on", async () => {
    const folder = await withMeta((meta) => meta);
    expect((await resume(folder)).progress.step).toBe(18);
  });

  test("one bit that has flipped anywhere is refused where there is no other checkpoint", async () => {
    const folder = await wholeRun();
    const whole = readFileSync(checkpointOf(folder));
    for (let k = 0; k < 40; k++) {
      const bytes = Buffer.from(whole);
      const at = Math.floor((bytes.length * (k + 0.5)) / 40);
      bytes[at] = (bytes[at] as number) ^ (1 << (k % 8));
      writeFileSync(checkpointOf(folder), bytes);
      await expect(resume(folder), `bit ${k % 8} of byte ${at}`).rejects.toMatchObject({
        code: "train/resume",
      });
    }
  });

  test.each([
    ["one bit flipped", (bytes: Buffer) => Buffer.from(bytes).fill(7, 2000, 2001)],
    ["cut", (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ["gone", () => null],
  ])("with %s the run goes on from the checkpoint before, to the same end", async (_what, spoil) => {
    const whole = await wholeRun();
    const folder = await killedRun(9);
    const spoiled = spoil(readFileSync(checkpointOf(folder)));
    if (spoiled) writeFileSync(checkpointOf(folder), spoiled);
    else rmSync(checkpointOf(folder));
    const { progress, damaged } = await resume(folder);
    expect(progress.step).toBe(8);
    expect(damaged).toMatch(/checkpoint\.safetensors (is damaged|is missing)/);
    expect(bytesOf(folder, "metrics.jsonl").equals(bytesOf(whole, "metrics.jsonl"))).toBe(true);
    expect(
      bytesOf(folder, "weights.safetensors").equals(bytesOf(whole, "weights.safetensors")),
    ).toBe(true);
  });

  test("a checkpoint that is a folder, and metrics that are one", async () => {
    const folder = await wholeRun();
    rmSync(checkpointOf(folder));
    mkdirSync(checkpointOf(folder));
    await expect(resume(folder)).rejects.toThrow("its checkpoint.safetensors is a folder");
    const log = await RunLog.open(folder);
    rmSync(join(folder, "metrics.jsonl"));
    mkdirSync(join(folder, "metrics.jsonl"));
    expect(() => log.trimMetrics(1)).toThrow(/a folder of this name is in the way \(EISDIR\)/);
    log.close();
  });

  test("lines of metrics that are no metrics are dropped, those without a step stay", async () => {
    const log = await RunLog.create(root, info);
    const lines = ['{"step":1}', "null", "[]", "7", '{"note":"mine"}', '{"step":9}', '{"st'];
    writeFileSync(join(log.folder, "metrics.jsonl"), lines.join("\n"));
    log.trimMetrics(5);
    expect(readFileSync(join(log.folder, "metrics.jsonl"), "utf8")).toBe(
      '{"step":1}\n{"note":"mine"}\n',
    );
    log.close();
  });
});

test("a folder where none can be made says why", async () => {
  writeFileSync(join(root, "file"), "");
  await expect(RunLog.create(join(root, "file", "runs"), info)).rejects.toMatchObject({
    code: "train/folder",
    message: expect.stringContaining("a part of the path is a file, not a folder (ENOTDIR)"),
  });
});

test("runs that start in the same second have folders of their own", async () => {
  const logs = await Promise.all([1, 2, 3].map(() => RunLog.create(root, info)));
  expect(new Set(logs.map((log) => log.folder)).size).toBe(3);
  for (const log of logs) log.close();
});

test("the default generator is restored with the run", async () => {
  const folder = await killedRun(2);
  const log = await RunLog.open(folder);
  const { model, optimizer } = setUp();
  manualSeed(99);
  await log.restore(model, optimizer);
  expect(defaultGenerator.getState().seed).toBe(3);
  log.close();
});
