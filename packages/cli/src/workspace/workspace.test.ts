import { spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Content, parseEvents } from "@gradus/content";
import { readContent } from "@gradus/content/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConflictError } from "./errors.ts";
import { workspaceFolder } from "./find.ts";
import { type DiskChange, watchWorkspace } from "./watch.ts";
import { Workspace } from "./workspace.ts";

const { content }: { content: Content } = await readContent(
  fileURLToPath(new URL("../../../content/fixtures/small", import.meta.url)),
);

let folder: string;
let workspace: Workspace;
const at = (...names: string[]): string => join(workspace.root, ...names);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gradus-workspace-"));
  workspace = await Workspace.open(folder, content);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a new workspace has nothing hidden, and opening it again overwrites nothing", async () => {
  expect(readdirSync(folder).sort()).toEqual([
    "README.md",
    "exercises",
    "notes",
    "runs",
    "tsconfig.json",
  ]);
  writeFileSync(at("README.md"), "mine");
  await Workspace.open(folder, content);
  expect(readFileSync(at("README.md"), "utf8")).toBe("mine");
});

test("a folder that holds something else gets a workspace of its own below", () => {
  const other = mkdtempSync(join(tmpdir(), "gradus-other-"));
  expect(workspaceFolder(other)).toBe(other);
  writeFileSync(join(other, "README.md"), "a project");
  expect(workspaceFolder(other)).toBe(join(other, "gradus-workspace"));
  expect(workspaceFolder(other, "x")).toBe(join(other, "x"));
  expect(workspaceFolder(folder)).toBe(folder);
  rmSync(other, { recursive: true });
});

test("the starter is put there once, with imports of earlier exercises beside it", async () => {
  const { text } = await workspace.readOrStart("numbers/quadruple");
  expect(text).toContain('from "./double.ts"');
  expect(readFileSync(at("exercises/numbers/quadruple.ts"), "utf8")).toBe(text);
  writeFileSync(at("exercises/numbers/quadruple.ts"), "mine");
  expect((await workspace.readOrStart("numbers/quadruple")).text).toBe("mine");
});

test("a save based on an old version is a conflict that carries the disk's text", async () => {
  const first = await workspace.readOrStart("numbers/double");
  const second = await workspace.save("numbers/double", "one", first.version);
  await expect(workspace.save("numbers/double", "two", first.version)).rejects.toMatchObject({
    code: "workspace/conflict",
    text: "one",
    version: second.version,
  });
  // The same text again is no conflict: a page that missed the answer may repeat itself.
  expect(await workspace.save("numbers/double", "one", first.version)).toEqual(second);
});

test("of many saves based on one version exactly one wins", async () => {
  const { version } = await workspace.readOrStart("numbers/double");
  const saves = Array.from({ length: 20 }, (_, i) =>
    workspace.save("numbers/double", `text ${i}`, version),
  );
  const results = await Promise.allSettled(saves);
  expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
  const lost = results.filter((r) => r.status === "rejected").map((r) => r.reason);
  expect(lost.every((e) => e instanceof ConflictError)).toBe(true);
});

test("a reset keeps every text it replaces under a name of its own", async () => {
  await workspace.save("numbers/double", "first", null);
  expect((await workspace.reset("numbers/double")).kept).toBe(
    "notes/numbers/double-before-reset-1.ts",
  );
  const { version } = await workspace.readOrStart("numbers/double");
  await workspace.save("numbers/double", "second", version);
  expect((await workspace.reset("numbers/double")).kept).toBe(
    "notes/numbers/double-before-reset-2.ts",
  );
  expect(readFileSync(at("notes/numbers/double-before-reset-1.ts"), "utf8")).toBe("first");
  expect((await workspace.reset("numbers/double")).kept).toBeNull();
});

test("names that leave the folder are refused, wherever they come from", async () => {
  for (const id of [
    "../x",
    "..",
    "a",
    "a/b/c",
    "a/../b",
    "a\\b",
    "/etc/passwd",
    "a.ts",
    "",
    "A",
    "a\0b",
    "%2e%2e",
  ]) {
    await expect(workspace.read(id), id).rejects.toMatchObject({ code: "workspace/name" });
    await expect(workspace.save(id, "x", null), id).rejects.toMatchObject({
      code: "workspace/exercise",
    });
  }
  await expect(workspace.files.readText(["..", "x"], 10)).rejects.toMatchObject({
    code: "workspace/name",
  });
});

test("links are neither read nor written through", async () => {
  const outside = mkdtempSync(join(tmpdir(), "gradus-outside-"));
  const secret = join(outside, "secret.ts");
  writeFileSync(secret, "secret");
  mkdirSync(at("exercises/numbers"));
  symlinkSync(secret, at("exercises/numbers/double.ts"));
  await expect(workspace.read("numbers/double")).rejects.toMatchObject({ code: "workspace/link" });
  await expect(workspace.save("numbers/double", "x", null)).rejects.toMatchObject({
    code: "workspace/link",
  });
  await expect(workspace.reset("numbers/double")).rejects.toMatchObject({ code: "workspace/link" });
  rmSync(at("exercises/numbers"), { recursive: true });
  symlinkSync(outside, at("exercises/numbers"));
  await expect(workspace.read("numbers/secret")).rejects.toMatchObject({ code: "workspace/link" });
  await expect(workspace.save("numbers/double", "x", null)).rejects.toMatchObject({
    code: "workspace/link",
  });
  symlinkSync(join(outside, "progress"), at("progress.jsonl"));
  await expect(
    workspace.append({ kind: "read", lesson: "numbers/doubling" }),
  ).rejects.toMatchObject({
    code: "workspace/link",
  });
  expect(existsSync(join(outside, "progress"))).toBe(false);
  rmSync(at("notes"), { recursive: true });
  symlinkSync(outside, at("notes"));
  await expect(Workspace.open(folder, content)).rejects.toMatchObject({ code: "workspace/link" });
  expect(readdirSync(outside)).toEqual(["secret.ts"]);
  expect(readFileSync(secret, "utf8")).toBe("secret");
  rmSync(outside, { recursive: true });
});

test("a file that is no file and one that is too large are refused", async () => {
  mkdirSync(at("exercises/numbers/double.ts"), { recursive: true });
  await expect(workspace.read("numbers/double")).rejects.toMatchObject({ code: "workspace/kind" });
  writeFileSync(at("exercises/numbers/quadruple.ts"), "x".repeat(300_000));
  await expect(workspace.read("numbers/quadruple")).rejects.toMatchObject({
    code: "workspace/size",
  });
});

test("a file that is not UTF-8 is refused with its line and stays as it is, whatever is asked", async () => {
  const latin = Buffer.from("// caf\xe9\nexport const double = 1;\n", "latin1");
  const path = at("exercises", "numbers", "double.ts");
  mkdirSync(at("exercises", "numbers"), { recursive: true });
  writeFileSync(path, Buffer.concat([Buffer.from("// ok\n"), latin]));
  const id = "numbers/double";
  const refused = { code: "workspace/encoding", message: expect.stringContaining("line 2") };
  await expect(workspace.read(id)).rejects.toMatchObject(refused);
  await expect(workspace.readOrStart(id)).rejects.toMatchObject(refused);
  await expect(workspace.save(id, "x", null)).rejects.toMatchObject(refused);
  await expect(workspace.reset(id)).rejects.toMatchObject(refused);
  await expect(workspace.adopt(id, "x")).rejects.toMatchObject(refused);
  expect(readFileSync(path).subarray(6)).toEqual(latin);
  await Workspace.open(folder, content);
  expect(readFileSync(path).subarray(6)).toEqual(latin);
});

test("a byte order mark in a file stays there", async () => {
  await workspace.readOrStart("double");
  writeFileSync(at("exercises", "numbers", "double.ts"), "\ufeffexport const double = 1;\n");
  expect((await workspace.read("numbers/double"))?.text).toBe("\ufeffexport const double = 1;\n");
});

test("a line cut short by a crash costs that line only", async () => {
  await workspace.append({ kind: "read", lesson: "numbers/doubling" });
  appendFileSync(at("progress.jsonl"), '{"at":"2026-01-01T00:00:00Z","kind":"re');
  await workspace.append({ kind: "attempt", exercise: "numbers/double", passed: true });
  expect((await workspace.events()).map((e) => e.kind)).toEqual(["read", "attempt"]);
  expect((await workspace.progress()).exercises).toEqual({ "numbers/double": "passed" });
});

test("two processes that append at once lose and mix no line", async () => {
  const program = `
    const { open } = require("node:fs/promises");
    (async () => {
      for (let i = 0; i < 150; i++) {
        const f = await open(process.argv[1], "a+");
        await f.write(JSON.stringify({ at: new Date().toISOString(), kind: "hint", exercise: "numbers/double", level: 1 }) + "\\n");
        await f.close();
      }
    })();`;
  const other = spawn(process.execPath, ["-e", program, at("progress.jsonl")]);
  const ended = new Promise((done) => other.on("exit", done));
  for (let i = 0; i < 150; i++)
    await workspace.append({ kind: "read", lesson: "numbers/doubling" });
  await ended;
  const { events, unreadable } = parseEvents(readFileSync(at("progress.jsonl"), "utf8"));
  expect([events.length, unreadable]).toEqual([300, []]);
});

test("what a killed process left half-written is removed, and what is being written is not", async () => {
  const old = at("exercises/numbers/double.ts.123-0badcafe.tmp");
  const fresh = at("exercises/numbers/double.ts.124-0badcafe.tmp");
  mkdirSync(at("exercises/numbers"));
  writeFileSync(old, "half");
  utimesSync(old, 1, 1);
  writeFileSync(fresh, "half");
  await Workspace.open(folder, content);
  expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
});

test("a pass keeps the text that passed, and not one that came after", async () => {
  const { version } = await workspace.save("numbers/double", "right", null);
  await workspace.append(
    { kind: "attempt", exercise: "numbers/double", passed: true },
    { version },
  );
  expect(await workspace.passing("numbers/double")).toBe("right");
  await workspace.save("numbers/double", "later", version);
  await workspace.append(
    { kind: "attempt", exercise: "numbers/double", passed: true },
    { version },
  );
  expect(await workspace.passing("numbers/double")).toBe("right");
});

test("an event cannot be put into the future", async () => {
  const event = await workspace.append(
    { kind: "read", lesson: "numbers/doubling" },
    { at: "2999-01-01T00:00:00Z" },
  );
  expect(Date.parse(event.at)).toBeLessThanOrEqual(Date.now());
});

test("a change on the disk is told with its version, and runs are told", async () => {
  const seen: DiskChange[] = [];
  const stop = await watchWorkspace(workspace, (change) => seen.push(change));
  const { version } = await workspace.save("numbers/double", "from elsewhere", null);
  await workspace.append({ kind: "read", lesson: "numbers/doubling" });
  mkdirSync(at("runs/one"));
  await expect
    .poll(() => seen, { timeout: 5000 })
    .toEqual(
      expect.arrayContaining([
        { kind: "exercise", id: "numbers/double", version },
        { kind: "progress" },
        { kind: "runs" },
      ]),
    );
  await stop();
});

test("a process killed in the middle of saving leaves one whole text", async () => {
  const built = new URL("../../dist/workspace/files.js", import.meta.url).href;
  const program = `
    const { Folder } = await import(${JSON.stringify(built)});
    const folder = new Folder(process.argv[1]);
    await folder.makeFolder("exercises", "numbers");
    process.stdout.write("on");
    for (let i = 0; ; i++) await folder.write(["exercises", "numbers", "double.ts"], String(i % 10).repeat(200000));`;
  for (const afterMs of [20, 45, 70]) {
    const writer = spawn(process.execPath, ["--input-type=module", "-e", program, workspace.root]);
    await new Promise((on) => writer.stdout.once("data", on));
    await new Promise((later) => setTimeout(later, afterMs));
    writer.kill("SIGKILL");
    await new Promise((done) => writer.once("exit", done));
    const text = existsSync(at("exercises/numbers/double.ts"))
      ? readFileSync(at("exercises/numbers/double.ts"), "utf8")
      : "";
    expect(text === "" || (text.length === 200_000 && new Set(text).size === 1)).toBe(true);
  }
  expect((await workspace.read("numbers/double"))?.text).toHaveLength(200_000);
});
