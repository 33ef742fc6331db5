/** What goes wrong while training says where, and loses nothing that was saved. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultGenerator, manualSeed, randn, type Tensor, tensor } from "@gradus/core";
import { DataLoader, TensorDataset } from "@gradus/data";
import { Linear, Sequential } from "@gradus/nn";
import { Adam } from "@gradus/optim";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Batch, fit, RunLog } from "../src/index.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradus-train-"));
  manualSeed(1);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const info = { model: "test", data: "test", dataHash: "0", config: {} };

const labels = (n: number): Tensor =>
  tensor(
    Int32Array.from({ length: n }, (_, i) => i % 3),
    { shape: [n] },
  );

function setUp(x: Tensor, y: Tensor, batchSize = 4) {
  const model = new Sequential(new Linear(5, 3));
  const optimizer = new Adam(model.parameters(), { lr: 0.01 });
  const loader = new DataLoader(new TensorDataset(x, y) as never, {
    batchSize,
  }) as unknown as DataLoader<unknown, Batch>;
  return { model, optimizer, train: loader, test: loader, epochs: 3, classes: 3 };
}

test("NaN in the data stops the run at the step that met it, and the checkpoint before it is whole", async () => {
  const x = await randn([40, 5]).data();
  x[33 * 5 + 2] = Number.NaN;
  const log = await RunLog.create(folder, info);
  const options = setUp(tensor(x, { shape: [40, 5] }), labels(40));
  await expect(fit({ ...options, log, checkpointSteps: 4 })).rejects.toThrow(
    "the loss became NaN at epoch 1, step 9",
  );
  const fresh = setUp(randn([40, 5]), labels(40));
  const { progress } = await log.restore(fresh.model, fresh.optimizer, defaultGenerator);
  expect(progress).toMatchObject({ epoch: 0, batch: 8, step: 8 });
  for (const p of fresh.model.parameters())
    expect(Array.from(await p.data()).every(Number.isFinite)).toBe(true);
});

test("a data set without examples is refused before anything starts", async () => {
  const options = setUp(randn([0, 5]), labels(0));
  await expect(fit(options)).rejects.toMatchObject({ code: "train/empty" });
});

test("examples of another width name the layer and the sizes", async () => {
  const options = setUp(randn([8, 6]), labels(8));
  await expect(fit(options)).rejects.toThrow(/Linear: .*inFeatures = 5.*\[4, 6\]/);
});

test("a class outside of the model's is named", async () => {
  const options = setUp(randn([8, 5]), labels(8).add(7).int());
  await expect(fit(options)).rejects.toMatchObject({ code: "index/out-of-range" });
});

async function savedRun(): Promise<RunLog> {
  const log = await RunLog.create(folder, info);
  await fit({ ...setUp(randn([8, 5]), labels(8)), epochs: 1, log });
  return log;
}

test("the checkpoint of another model is refused by name, and the model keeps its weights", async () => {
  const log = await savedRun();
  const other = new Sequential(new Linear(5, 4));
  const before = await other.parameters()[0]?.data();
  const optimizer = new Adam(other.parameters());
  await expect(log.restore(other, optimizer, defaultGenerator)).rejects.toThrow(
    /weights do not fit the model[\s\S]*0\.weight/,
  );
  expect(await other.parameters()[0]?.data()).toEqual(before);
});

test("a checkpoint cut anywhere is refused", async () => {
  const log = await savedRun();
  const path = `${log.folder}/checkpoint.safetensors`;
  const whole = readFileSync(path);
  const { model, optimizer } = setUp(randn([8, 5]), labels(8));
  for (const size of [0, 7, 40, whole.length - 1]) {
    writeFileSync(path, whole);
    truncateSync(path, size);
    await expect(log.restore(model, optimizer, defaultGenerator)).rejects.toMatchObject({
      code: "train/resume",
      message: expect.stringContaining("train again with the same options and seed"),
    });
  }
});

test("a folder that is no run, or a damaged one, cannot be opened", async () => {
  await expect(RunLog.open(join(folder, "nowhere"))).rejects.toMatchObject({
    code: "train/resume",
  });
  const log = await savedRun();
  writeFileSync(`${log.folder}/run.json`, '{"model": "te');
  await expect(RunLog.open(log.folder)).rejects.toMatchObject({ code: "train/resume" });
});

test("weights that are not gradus' cannot be resumed", async () => {
  const log = await savedRun();
  const weights = readFileSync(`${log.folder}/weights.safetensors`);
  writeFileSync(`${log.folder}/checkpoint.safetensors`, weights);
  const { model, optimizer } = setUp(randn([8, 5]), labels(8));
  await expect(log.restore(model, optimizer, defaultGenerator)).rejects.toThrow(
    "its checkpoint.safetensors was not written by gradus",
  );
});

test("metrics that cannot be written say so and how to go on", async () => {
  const log = await RunLog.create(folder, info);
  // A folder of the file's name stands for every reason a file cannot be appended to.
  mkdirSync(`${log.folder}/metrics.jsonl`);
  await expect(fit({ ...setUp(randn([8, 5]), labels(8)), log })).rejects.toThrow(
    /cannot write to .*metrics\.jsonl[\s\S]*--resume/,
  );
});

test("a cut last line of metrics is dropped when the run goes on", async () => {
  const log = await savedRun();
  const path = `${log.folder}/metrics.jsonl`;
  const lines = readFileSync(path, "utf8");
  writeFileSync(path, `${lines}{"kind":"step","st`);
  log.trimMetrics(1);
  expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(1);
});
