import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readContent } from "@gradus/content/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { watchWorkspace } from "../workspace/watch.ts";
import { Workspace } from "../workspace/workspace.ts";
import { Runs } from "./runs.ts";

const contentFolder = fileURLToPath(new URL("../../../content/fixtures/small", import.meta.url));
const { content } = await readContent(contentFolder);

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "gradus-runs-"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function makeRun(...path: string[]): void {
  const folder = join(base, ...path);
  mkdirSync(folder, { recursive: true });
  const started = `2026-01-0${path.at(-1)?.length}`;
  writeFileSync(join(folder, "run.json"), JSON.stringify({ model: "mlp", config: {}, started }));
  writeFileSync(join(folder, "metrics.jsonl"), '{"step":1,"loss":2}\n');
}

const openInside = () => Workspace.open(join(base, "gradus-workspace"), content);

test("runs that an earlier version put beside the workspace are listed, renamed, deleted and restored where they are", async () => {
  const runs = new Runs(await openInside());
  makeRun("gradus-workspace", "runs", "new");
  makeRun("runs", "older");
  expect((await runs.list()).map((r) => r.id)).toEqual(["older", "new"]);
  expect(await runs.describe("older", { name: "first" })).toMatchObject({
    id: "older",
    name: "first",
  });
  expect((await runs.get("older")).metrics).toHaveLength(1);
  expect(await runs.csv("older")).toBe("step,loss\n1,2\n");
  await runs.delete("older");
  expect(readdirSync(join(base, "runs", "deleted"))).toEqual(["older"]);
  expect((await runs.list()).map((r) => r.id)).toEqual(["new"]);
  expect(await runs.restore("older")).toMatchObject({ name: "first" });
  expect(readdirSync(join(base, "runs"))).toContain("older");
});

test("a folder around that is no workspace's is not looked into, nor a link to one", async () => {
  makeRun("runs", "mine");
  expect(await new Runs(await Workspace.open(join(base, "other"), content)).list()).toEqual([]);
  rmSync(join(base, "runs"), { recursive: true });
  makeRun("elsewhere", "mine");
  symlinkSync(join(base, "elsewhere"), join(base, "runs"));
  const runs = new Runs(await openInside());
  expect(await runs.list()).toEqual([]);
  await expect(runs.get("mine")).rejects.toMatchObject({ code: "workspace/run" });
});

test("what is trained beside the workspace is told of like what is trained in it", async () => {
  const workspace = await openInside();
  makeRun("runs", "older");
  let told = 0;
  const stop = await watchWorkspace(workspace, (change) => {
    if (change.kind === "runs") told++;
  });
  // A training writes again and again; the first lines may come before the system watches.
  const metrics = join(base, "runs", "older", "metrics.jsonl");
  const goOn = () => {
    appendFileSync(metrics, '{"step":2}\n');
    return told;
  };
  await expect.poll(goOn, { timeout: 15_000 }).toBeGreaterThan(0);
  await stop();
});

test("runs that are kept in the same second have folders of their own", async () => {
  const runs = new Runs(await openInside());
  const run = { name: "n", model: "m", data: "d", dataHash: "h", config: {}, metrics: [] };
  const kept = await Promise.all([1, 2, 3, 4].map(() => runs.add(run)));
  expect(new Set(kept.map((k) => k.id)).size).toBe(4);
});
