import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor } from "@gradus/core";
import { afterAll, expect, test } from "vitest";
import { arrayData } from "./array-data.ts";
import { DataLoader } from "./data-loader.ts";
import { fashionMnist, fashionMnistClasses } from "./fashion-mnist.ts";
import { writeIdx } from "./files.ts";

const embedded = new URL("../datasets/fashion-mnist/", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "gradus-fashion-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["train", 1000],
  ["test", 200],
] as const)("the embedded %s subset has %d images of each class", async (part, perClass) => {
  const data = await fashionMnist({ train: part === "train" });
  expect(data.length).toBe(10 * perClass);
  expect(data.images.shape).toEqual([10 * perClass, 28, 28]);
  const counts = new Array<number>(10).fill(0);
  for (const label of data.labels.data) counts[label] = (counts[label] as number) + 1;
  expect(counts).toEqual(new Array(10).fill(perClass));
});

test("batches are float32 [n, 1, 28, 28] in 0..1 with int32 labels", async () => {
  const data = await fashionMnist({ train: false });
  for await (const [x, y] of new DataLoader(data, { batchSize: 64, shuffle: true })) {
    expect([x?.dtype, x?.shape, y?.dtype, y?.shape]).toEqual([
      "float32",
      [64, 1, 28, 28],
      "int32",
      [64],
    ]);
    const pixels = (await (x as Tensor).data()) as Float32Array;
    expect(pixels.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(Math.max(...pixels)).toBe(1);
    break;
  }
});

test("the files are the recorded ones, and the licence is beside them", () => {
  const read = (name: string): Uint8Array => readFileSync(new URL(name, embedded));
  const record = JSON.parse(new TextDecoder().decode(read("dataset.json"))) as {
    classes: string[];
    subset: Record<string, { sha256: string; sizeBytes: number }>;
  };
  expect(Object.keys(record.subset).length).toBe(4);
  for (const [name, { sha256, sizeBytes }] of Object.entries(record.subset)) {
    expect(read(name).length).toBe(sizeBytes);
    expect(createHash("sha256").update(read(name)).digest("hex")).toBe(sha256);
  }
  expect(record.classes).toEqual(fashionMnistClasses);
  expect(new TextDecoder().decode(read("LICENSE"))).toMatch(
    /2017 Zalando SE[\s\S]*permission notice/,
  );
  const manifest = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  ) as {
    files: string[];
  };
  expect(manifest.files).toContain("datasets");
});

test("the full set that was not downloaded, and a folder without files, say what to do", async () => {
  await expect(fashionMnist({ full: true, root: folder })).rejects.toThrow(
    /is not there\.\nHint: call `await getDataset\("fashion-mnist"\)`[\s\S]*\(data\/dataset\)/,
  );
  await expect(fashionMnist({ root: folder })).rejects.toThrow(/check `root`/);
});

test("files that contradict one another are refused", async () => {
  const root = mkdtempSync(join(folder, "x-"));
  const images = join(root, "train-images-idx3-ubyte.gz");
  const labels = join(root, "train-labels-idx1-ubyte.gz");
  await writeIdx(images, arrayData(new Uint8Array(2 * 784), [2, 28, 28]));
  await writeIdx(labels, arrayData(Uint8Array.of(1, 9)));
  expect((await fashionMnist({ root })).length).toBe(2);
  await writeIdx(labels, arrayData(Uint8Array.of(1, 10)));
  await expect(fashionMnist({ root })).rejects.toThrow(/label 1 is 10/);
  await writeIdx(labels, arrayData(Uint8Array.of(1)));
  await expect(fashionMnist({ root })).rejects.toThrow(/2 images but the labels are \[1\]/);
  await writeIdx(images, arrayData(new Uint8Array(2 * 9), [2, 3, 3]));
  await expect(fashionMnist({ root })).rejects.toThrow(/expected uint8 \[n, 28, 28\]/);
  writeFileSync(images, "<html>");
  await expect(fashionMnist({ root })).rejects.toThrow("(data/idx-magic)");
});
