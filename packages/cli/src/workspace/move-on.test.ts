/** A workspace made by the version before courses had folders, with everything that version could leave in one. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LearningEvent, nameOf, progressOf } from "@gradus/content";
import { readContent } from "@gradus/content/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Runs } from "../server/runs.ts";
import { Folder } from "./files.ts";
import { gradingOf } from "./grading.ts";
import { moveOn } from "./move-on.ts";
import { Workspace } from "./workspace.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const fixture = here("../../fixtures/workspace-before-courses");
const { content } = await readContent(here("../../../../content"));

type Tree = Readonly<Record<string, string>>;

/** Every file below a folder with its text, by path. */
function treeOf(folder: string): Tree {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name).slice(folder.length + 1));
  return Object.fromEntries(
    files.sort().map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
}

const before = treeOf(fixture);
const kept = /^notes\/[a-z0-9-]+-(last-passing|before-(reset|review)-1)\.ts$/;
const own = ["exercises/my-numbers.ts", "notes/trial.ts", "notes/what-i-learned.md"];

/** What the workspace has to hold once it has been moved on. */
const after: Tree = Object.fromEntries(
  Object.entries(before).map(([path, text]) => {
    if (path === "exercises/my-numbers.ts")
      return [path, text.replace("./sigmoid.ts", "./neural-networks/sigmoid.ts")];
    if (path === "notes/trial.ts")
      return [path, text.replace("exercises/sigmoid", "exercises/neural-networks/sigmoid")];
    if (path === "exercises/logistic-nn.ts")
      return [
        "exercises/neural-networks/logistic-nn.ts",
        text.replace("./my-numbers.ts", "../my-numbers.ts"),
      ];
    const moves = kept.test(path) || (path.startsWith("exercises/") && !own.includes(path));
    return [moves ? path.replace("/", "/neural-networks/") : path, text];
  }),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradus-move-"));
  cpSync(fixture, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const paths = (tree: Tree): string[] => Object.keys(tree);

/** The workspace as it is now, without what every workspace is given. */
function now(): Tree {
  const { "tsconfig.json": _, ...tree } = treeOf(folder);
  return tree;
}

test("every text is where it belongs, imports lead where they led, and nothing is lost", async () => {
  const workspace = await Workspace.open(folder, content);
  expect(paths(now())).toEqual(paths(after).sort());
  expect(now()).toEqual(after);
  expect(workspace.movedOn.problems).toEqual([]);
  expect(workspace.movedOn.moved).toHaveLength(19);
  expect(await workspace.passing("sigmoid")).toContain("// written again");
  expect((await workspace.read("neural-networks/sigmoid"))?.text).toContain("// written again");
});

test("opening it again changes nothing", async () => {
  await Workspace.open(folder, content);
  expect((await Workspace.open(folder, content)).movedOn.moved).toEqual([]);
  expect(now()).toEqual(after);
});

test("states, hints, what was read and answered are what that version said, with ids by course", async () => {
  const workspace = await Workspace.open(folder, content);
  const told = JSON.parse(
    readFileSync(here("../../fixtures/workspace-before-courses.json"), "utf8"),
  );
  const long = (id: string): string => `neural-networks/${id}`;
  const byId = (record: object): object =>
    Object.fromEntries(Object.entries(record).map(([id, value]) => [long(id), value]));
  const progress = await workspace.progress();
  expect(progress).toMatchObject({
    exercises: byId(told.exercises),
    hints: byId(told.hints),
    readLessons: told.readLessons.map(long),
    quizzes: byId(told.quizzes),
    swapped: told.swapped.map(long),
    next: { ...told.next, lesson: long(told.next.lesson), exercise: long(told.next.exercise) },
  });
  expect(Object.keys(progress.exercises)).toEqual(Object.keys(told.exercises).map(long));
});

test("mastery, reviews and next are those of the same events written with their course", async () => {
  const workspace = await Workspace.open(folder, content);
  const lines = (before["progress.jsonl"] ?? "").trim().split("\n");
  const written = lines.map((line): LearningEvent => {
    const event = JSON.parse(line);
    const key = "exercise" in event ? "exercise" : "lesson";
    return { ...event, [key]: `neural-networks/${event[key]}` };
  });
  const at = new Date("2027-01-15T10:00:00Z");
  const progress = await workspace.progress(at);
  expect(progress).toEqual(progressOf(content, written, at));
  expect(progress.concepts.filter((c) => c.level !== "unseen").length).toBeGreaterThan(8);
});

test("an exercise is graded with the learner's own earlier files, and a run names them by course", async () => {
  const workspace = await Workspace.open(folder, content);
  const { sources } = await gradingOf(workspace, "propagate");
  expect(sources.map((s) => [nameOf(s.id), s.learner === undefined])).toEqual([
    ["sigmoid", false],
    ["initialize-zeros", false],
    ["propagate", false],
  ]);
  expect(await new Runs(workspace).list()).toMatchObject([
    {
      name: "Descend",
      model: "optimize",
      config: {
        exercise: "neural-networks/optimize",
        lesson: "neural-networks/gradient-descent",
        seed: 1,
      },
    },
  ]);
});

test("what is in the way of a file is kept in notes/, and nothing is overwritten", async () => {
  put("exercises/neural-networks/sigmoid.ts", "// of the newer version\n");
  put("notes/neural-networks/sigmoid-last-passing.ts", "// passed in the newer version\n");
  put("exercises/neural-networks/propagate.ts", before["exercises/propagate.ts"] ?? "");
  await Workspace.open(folder, content);
  expect(now()).toEqual({
    ...after,
    "notes/neural-networks/sigmoid-before-move-1.ts": "// of the newer version\n",
    "notes/neural-networks/sigmoid-last-passing-before-move-1.ts":
      "// passed in the newer version\n",
  });
  // The older version is used once more, and leaves another file.
  put("exercises/sigmoid.ts", "// once more\n");
  await Workspace.open(folder, content);
  expect(now()).toMatchObject({
    "exercises/neural-networks/sigmoid.ts": "// once more\n",
    "notes/neural-networks/sigmoid-before-move-1.ts": "// of the newer version\n",
    "notes/neural-networks/sigmoid-before-move-2.ts": after["exercises/neural-networks/sigmoid.ts"],
  });
});

/** A folder whose program is killed right after it has written so many files. */
class Dying extends Folder {
  #left: number;
  constructor(root: string, writes: number) {
    super(root);
    this.#left = writes;
  }
  override async write(...args: Parameters<Folder["write"]>): Promise<boolean> {
    const written = await super.write(...args);
    if (--this.#left <= 0) throw new Error("killed");
    return written;
  }
}

test("a program that is killed on the way, after any of its writes, goes on at the next start", async () => {
  put("exercises/neural-networks/sigmoid.ts", "// of the newer version\n");
  const whole = {
    ...after,
    "notes/neural-networks/sigmoid-before-move-1.ts": "// of the newer version\n",
  };
  const untouched = treeOf(folder);
  let killed = 0;
  for (let writes = 1; ; writes++) {
    rmSync(folder, { recursive: true });
    for (const [path, text] of Object.entries(untouched)) put(path, text);
    const end = await moveOn(new Dying(folder, writes), content).catch((e: Error) => e.message);
    if (end !== "killed") break;
    killed++;
    const { moved } = await moveOn(new Folder(folder), content);
    expect(moved.length).toBeGreaterThan(0);
    expect([writes, now()]).toEqual([writes, whole]);
  }
  // Two files whose imports change, 19 that are moved, and one that was in the way.
  expect(killed).toBeGreaterThan(20);
});

test("two programs that open it at once move it once", async () => {
  await Promise.all([Workspace.open(folder, content), Workspace.open(folder, content)]);
  expect(now()).toEqual(after);
});

test("a file that cannot be moved stays, is said, and does not keep the workspace from opening", async () => {
  mkdirSync(join(folder, "exercises/neural-networks/softmax.ts"), { recursive: true });
  symlinkSync(join(folder, "README.md"), join(folder, "notes/neural-networks"));
  const { movedOn } = await Workspace.open(folder, content);
  expect(new Set(movedOn.problems.map((p) => p.code))).toEqual(
    new Set(["workspace/kind", "workspace/link"]),
  );
  const tree = now();
  expect(tree["exercises/softmax.ts"]).toBe(before["exercises/softmax.ts"]);
  for (const path of paths(before).filter((p) => kept.test(p)))
    expect(tree[path]).toBe(before[path]);
  expect(tree["exercises/neural-networks/sigmoid.ts"]).toBe(before["exercises/sigmoid.ts"]);
});

test("bytes that are no text are moved as they are", async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x69, 0x00]);
  writeFileSync(join(folder, "exercises/softmax.ts"), bytes);
  await Workspace.open(folder, content);
  expect(readFileSync(join(folder, "exercises/neural-networks/softmax.ts"))).toEqual(bytes);
});
