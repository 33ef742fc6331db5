import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  assembleContent,
  assetsOf,
  conceptsOf,
  foundationsOf,
  gradeRequest,
  searchContent,
  toWorkspace,
} from "../index.ts";
import { readContent, readDataset } from "./node.ts";

const fixture = fileURLToPath(new URL("../../fixtures/small", import.meta.url));

interface Stub {
  readonly needs?: string;
  readonly teaches?: string;
  readonly exercises?: Readonly<Record<string, string>>;
}

/** A course of stub lessons, by folder name. */
function course(lessons: Readonly<Record<string, Stub>>): Map<string, string> {
  const files = new Map([["courses/01-c/course.md", "---\nid: c\ntitle: C\nsummary: S\n---\n"]]);
  for (const [folder, { needs = "", teaches = "", exercises = {} }] of Object.entries(lessons)) {
    const base = `courses/01-c/${folder}`;
    const shown = Object.keys(exercises)
      .map((f) => `::exercise{id="${f.replace(/^\d+-/, "")}"}`)
      .join("\n");
    files.set(
      `${base}/lesson.md`,
      `---\nid: ${folder.replace(/^\d+-/, "")}\ntitle: T\nsummary: S\nweek: 1\nminutes: 5\nneeds: [${needs}]\nteaches: [${teaches}]\n---\n${shown}`,
    );
    for (const [name, more] of Object.entries(exercises)) {
      files.set(
        `${base}/${name}/exercise.md`,
        `---\nid: ${name.replace(/^\d+-/, "")}\ntitle: E\nminutes: 5\nscaffold: blank\nhints: [a, b, c]\n${more}\n---\nTask.`,
      );
      files.set(`${base}/${name}/solution.ts`, "");
      files.set(`${base}/${name}/grade.ts`, "export default defineExercise({ checks: [] });");
    }
  }
  return files;
}

const codes = (files: Map<string, string>): string[] =>
  assembleContent(files).problems.map((p) => p.code);

test("a folder on disk is read in the order of its numbers, without a problem", async () => {
  const { content, problems } = await readContent(fixture);
  expect(problems).toEqual([]);
  expect(content.lessons.map((l) => l.id)).toEqual(["numbers/doubling", "numbers/twice-more"]);
  const [double, quadruple] = content.exercises;
  expect(double?.files.mistakes).toEqual([
    { name: "squared", text: expect.stringContaining("return x * x;") },
  ]);
  expect(double?.files.alternatives.map((a) => a.name)).toEqual(["times"]);
  expect(content.lessons[0]?.figures).toEqual(["line"]);
  expect(content.lessons[0]?.compares.add?.result).toBeNull();
  expect(quadruple && toWorkspace(quadruple.files.starter, quadruple, content)).toContain(
    'import { double } from "./double.ts";',
  );
  await expect(readContent(join(fixture, "nowhere"))).rejects.toThrow(
    "give the folder that holds courses/",
  );
});

test("concepts stand on what their lesson needs", async () => {
  const { content } = await readContent(fixture);
  expect(conceptsOf(content)).toEqual([
    {
      id: "double",
      lesson: "numbers/doubling",
      needs: [],
      exercises: ["numbers/double"],
      explains: [],
    },
    {
      id: "quadruple",
      lesson: "numbers/twice-more",
      needs: ["double"],
      exercises: ["numbers/quadruple"],
      explains: [],
    },
  ]);
  expect(foundationsOf("quadruple", conceptsOf(content))).toEqual(["double"]);
});

test("one broken lesson is reported and the others are read", () => {
  const files = course({ "01-a": { teaches: "x" }, "02-b": { needs: "x" } });
  files.set("courses/01-c/03-d/lesson.md", "nothing");
  const { content, problems } = assembleContent(files);
  expect(content.lessons.map((l) => l.id)).toEqual(["c/a", "c/b"]);
  expect(problems.map((p) => p.file)).toEqual(["courses/01-c/03-d/lesson.md"]);
});

test("a need that nobody teaches, or only a later lesson, is a problem", () => {
  expect(codes(course({ "01-a": { needs: "ghost" } }))).toEqual(["content/concept"]);
  const late = assembleContent(course({ "01-a": { needs: "x" }, "02-b": { teaches: "x" } }));
  expect(late.problems[0]?.message).toContain("is taught later, in c/b");
  expect(late.problems[0]).toMatchObject({
    file: "courses/01-c/01-a/lesson.md",
    line: 7,
    field: "needs",
  });
});

test("concepts that need each other are named once, as a ring", () => {
  const { problems } = assembleContent(
    course({ "01-a": { needs: "y", teaches: "x" }, "02-b": { needs: "x", teaches: "y" } }),
  );
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain("x → y → x");
});

test("an id or a number used twice is a problem, and the first one stays", () => {
  const same = course({
    "01-a": { exercises: { "01-e": "" } },
    "02-b": { exercises: { "01-e": "" } },
  });
  expect(codes(same)).toEqual(["content/duplicate"]);
  expect(assembleContent(same).content.exercises.map((e) => e.lesson)).toEqual(["c/a"]);
  expect(codes(course({ "01-a": {}, "01-b": {} }))).toEqual(["content/duplicate"]);
});

test("uses must name earlier exercises, and every import of a solution must be in uses", () => {
  const files = course({ "01-a": { exercises: { "01-e": "uses: [f]", "02-f": "" } } });
  files.set("courses/01-c/01-a/02-f/solution.ts", 'import { e } from "../01-e/solution.ts";');
  const messages = assembleContent(files).problems.map((p) => p.message);
  expect(messages[0]).toContain('uses: "f" is no earlier exercise');
  expect(messages[1]).toContain("add e to uses");
});

test("an exercise that is never shown, or shown and not there, is a problem", () => {
  const files = course({ "01-a": { exercises: { "01-e": "" } } });
  const path = "courses/01-c/01-a/lesson.md";
  files.set(path, (files.get(path) ?? "").replace('id="e"', 'id="ghost"'));
  expect(codes(files)).toEqual(["content/folder", "content/folder"]);
});

test("a project that is never shown, or shown and not there, is a problem", () => {
  const files = course({ "01-a": {} });
  files.set("courses/01-c/01-a/projects/shop.ts", "export default {};");
  expect(codes(files)).toEqual(["content/folder"]);
  const path = "courses/01-c/01-a/lesson.md";
  const show = (name: string) =>
    `${(files.get(path) ?? "").split("::")[0]}::project{name="${name}"}`;
  files.set(path, show("shop"));
  expect(codes(files)).toEqual([]);
  files.set(path, show("ghost"));
  expect(codes(files)).toEqual(["content/folder", "content/folder"]);
});

test("search finds titles before text, and every word has to be found", async () => {
  const { content } = await readContent(fixture);
  expect(searchContent(content, "doubling")[0]).toMatchObject({
    kind: "lesson",
    id: "numbers/doubling",
  });
  expect(searchContent(content, "four number").map((h) => h.id)).toEqual(["numbers/quadruple"]);
  expect(searchContent(content, "four zebra")).toEqual([]);
});

test("a folder from anyone cannot reach outside, hold a giant file, or write into objects", async () => {
  const base = mkdtempSync(join(tmpdir(), "gradus-content-"));
  const lesson = join(base, "courses/01-c/01-a");
  mkdirSync(join(lesson, "compare/__proto__"), { recursive: true });
  for (const [name, text] of course({ "01-a": {} })) writeFileSync(join(base, name), text);
  for (const name of ["gradus.ts", "pytorch.py", "keras.py"])
    writeFileSync(join(lesson, "compare/__proto__", name), "polluted");
  writeFileSync(join(base, "secret.ts"), "secret");
  mkdirSync(join(lesson, "figures"));
  symlinkSync(join(base, "secret.ts"), join(lesson, "figures/stolen.ts"));
  symlinkSync("/", join(lesson, "02-root"));
  writeFileSync(join(lesson, "big.ts"), "x".repeat(2 << 20));
  const { content, problems } = await readContent(base);
  expect(problems.map((p) => p.file)).toEqual(["courses/01-c/01-a/big.ts"]);
  expect(content.lessons[0]?.figures).toEqual([]);
  expect(Object.getPrototypeOf(content.lessons[0]?.compares)).toBe(Object.prototype);
  expect(JSON.stringify(content)).not.toMatch(/secret|polluted/);
  rmSync(base, { recursive: true });
});

test("a grader is asked with everything an exercise builds on, and the learner's own files", async () => {
  const { content } = await readContent(fixture);
  const request = gradeRequest("numbers/quadruple", content, (id) =>
    id === "numbers/double" ? "mine" : undefined,
  );
  expect(request.sources.map((s) => [s.id, s.folder, s.learner])).toEqual([
    ["numbers/double", "courses/01-numbers/01-doubling/01-double", "mine"],
    ["numbers/quadruple", "courses/01-numbers/02-twice-more/01-quadruple", undefined],
  ]);
});

test("helper files of one name in two lessons are sent each by its path, with what they import elsewhere", () => {
  const files = course({
    "01-a": { exercises: { "01-e": "" } },
    "02-b": { exercises: { "01-f": "uses: [e]" } },
    "03-c": {},
  });
  const at = (path: string): string => `courses/01-c/${path}`;
  files.set(at("01-a/data.ts"), "export const size = 1;");
  files.set(
    at("02-b/data.ts"),
    'import { more } from "../03-c/more.ts";\nexport const size = more;',
  );
  files.set(at("03-c/more.ts"), "export const more = 2;");
  files.set(at("03-c/unused.ts"), "");
  files.set(at("01-a/01-e/solution.ts"), 'import { size } from "../data.ts";');
  files.set(
    at("02-b/01-f/solution.ts"),
    'import { size } from "../data.ts";\nimport { e } from "../../01-a/01-e/solution.ts";',
  );
  const { content, problems } = assembleContent(files);
  expect(problems).toEqual([]);
  const sent = gradeRequest("c/f", content, () => undefined).files ?? {};
  expect(Object.keys(sent).sort()).toEqual(
    ["01-a/data.ts", "02-b/data.ts", "03-c/more.ts"].map(at),
  );
  expect(sent[at("01-a/data.ts")]).toBe("export const size = 1;");
});

test("a grade that is no defineExercise is a problem of its form", () => {
  const files = course({ "01-a": { exercises: { "01-e": "" } } });
  files.set("courses/01-c/01-a/01-e/grade.ts", "export default [];");
  const [e] = assembleContent(files).content.exercises;
  expect(() => e?.files.starter).toThrow(
    "courses/01-c/01-a/01-e/grade.ts:1: form: the file's default export is no defineExercise",
  );
});

test("an import of a file that is not there, or outside of the content, is a problem with its line", () => {
  const files = course({ "01-a": {} });
  const path = "courses/01-c/01-a/figures/line.ts";
  files.set(path, 'import { a } from "gradus";\nimport { b } from "../gone.ts";\n');
  files.set("courses/01-c/01-a/helper.ts", 'import "../../../../secret.ts";\n');
  const { problems } = assembleContent(files);
  expect(problems.map((p) => [p.code, p.file, p.line])).toEqual([
    ["content/import", path, 2],
    ["content/import", "courses/01-c/01-a/helper.ts", 1],
  ]);
  expect(problems[0]?.message).toContain("but there is no courses/01-c/01-a/gone.ts");
  expect(problems[1]?.message).toContain("which leaves the content");
});

test("two files whose names differ in case only are a problem, since many disks keep one", () => {
  const files = course({ "01-a": {} });
  files.set("courses/01-c/01-a/data.ts", "");
  files.set("courses/01-c/01-a/Data.ts", "");
  expect(codes(files)).toEqual(["content/duplicate"]);
});

test("a data set is found by its folder, its bytes are read, and links and missing files are refused", async () => {
  const { content } = await readContent(fixture);
  const [bytes] = content.datasets;
  expect(bytes).toMatchObject({ id: "bytes", about: "One byte a number." });
  if (!bytes) return;
  expect([...(await readDataset(fixture, bytes))]).toEqual([1, 2, 3, 4]);
  const folder = mkdtempSync(join(tmpdir(), "gradus-content-"));
  mkdirSync(join(folder, bytes.folder), { recursive: true });
  await expect(readDataset(folder, bytes)).rejects.toMatchObject({ code: "content/folder" });
  symlinkSync(join(fixture, bytes.folder, "data.bin"), join(folder, bytes.folder, "data.bin"));
  await expect(readDataset(folder, bytes)).rejects.toMatchObject({ code: "content/folder" });
  rmSync(folder, { recursive: true });
});

test("an exercise names the data it reads, and passes the need on to what uses it", () => {
  const files = course({ "01-a": { exercises: { "01-e": "assets: [d]", "02-f": "uses: [e]" } } });
  expect(codes(files)).toContain("content/uses");
  const fields = "id: d\ntitle: D\nsummary: S\nlicence: none\nsource: here";
  files.set("datasets/d/dataset.md", `---\n${fields}\n---\nBytes.`);
  const { content, problems } = assembleContent(files);
  expect(problems.map((p) => p.message)).toEqual([]);
  expect(assetsOf("c/f", content)).toEqual(["d"]);
});
