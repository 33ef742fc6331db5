import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { workspaceFolder } from "./find.ts";
import { findRun, runsFolder, runsIn } from "./runs-folder.ts";

const home = process.cwd();
let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "gradus-where-")));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

function makeRun(path: string, started = "2026"): void {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "run.json"), JSON.stringify({ started }));
}

test.each([
  ["an empty folder", () => {}, "runs"],
  [
    "a folder with other things",
    () => writeFileSync("package.json", "{}"),
    "gradus-workspace/runs",
  ],
  ["a workspace", () => writeFileSync("progress.jsonl", ""), "runs"],
  ["a folder with runs of an earlier version", () => makeRun("runs/old"), "gradus-workspace/runs"],
])("training started in %s and the studio started there afterwards agree", async (_what, make, expected) => {
  make();
  const runs = await runsFolder({});
  expect(runs).toBe(expected);
  expect(join(workspaceFolder(process.cwd()), "runs")).toBe(resolve(runs));
  expect(await runsFolder({})).toBe(expected);
});

test("a folder that is told is taken as it is", async () => {
  expect(await runsFolder({ runs: "here/there" })).toBe("here/there");
  expect(await runsFolder({ workspace: "mine" })).toBe("mine/runs");
});

test("a run is found by its name, by its path, and by the path it once had", async () => {
  makeRun("gradus-workspace/runs/new");
  makeRun("runs/old");
  const runs = "gradus-workspace/runs";
  for (const asked of [
    "new",
    "runs/new",
    "gradus-workspace/runs/new",
    "gradus-workspace/runs/new/",
  ])
    expect(findRun(asked, runs)).toBe("gradus-workspace/runs/new");
  for (const asked of ["runs/old", "./runs/old", "old"])
    expect(resolve(findRun(asked, runs))).toBe(join(folder, "runs/old"));
  expect(findRun("nothing", runs)).toBe("nothing");
});

test("the runs in a folder come newest first, and what is no run is left out", () => {
  makeRun("runs/a", "2026-01-01");
  makeRun("runs/b", "2026-03-01");
  mkdirSync("runs/deleted");
  writeFileSync("runs/file", "");
  makeRun("runs/c");
  writeFileSync("runs/c/run.json", "{");
  expect(runsIn("runs")).toEqual(["b", "a", "c"]);
  expect(runsIn("nowhere")).toEqual([]);
});
