import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { assembleContent } from "../index.ts";
import { readContent } from "./node.ts";

const fixture = fileURLToPath(new URL("../../fixtures/small", import.meta.url));

/** The problems of a content that holds one paper, and a lesson that teaches x. */
function problemsOf(front: string, folder = "papers/2014-adam"): (string | undefined)[] {
  const files = new Map([
    ["courses/01-c/course.md", "---\nid: c\ntitle: C\nsummary: S\n---\n"],
    [
      "courses/01-c/01-l/lesson.md",
      "---\nid: l\ntitle: T\nsummary: S\nweek: 1\nminutes: 5\nteaches: [x]\nends: [x]\n---\n",
    ],
    [`${folder}/paper.md`, `---\n${front}\n---\nAbout it.`],
  ]);
  return assembleContent(files).problems.map((p) => p.message.split("\n")[0]);
}

const front = "id: adam\ntitle: T\nauthors: [A. One, B. Two]\nyear: 2014\nsummary: S\nneeds: [x]";

test("papers are read beside the courses, by year", async () => {
  const { content, problems } = await readContent(fixture);
  expect(problems).toEqual([]);
  expect(content.papers).toEqual([
    {
      id: "addition",
      title: "On adding",
      authors: ["A. Writer", "B. Reader"],
      year: 1999,
      arxiv: "cs/9901001",
      summary: "Two numbers become one.",
      needs: [],
      folder: "papers/1999-addition",
      about: "It adds.",
    },
    expect.objectContaining({ id: "doubling-again", year: 2015, needs: ["double"] }),
  ]);
});

test("a folder without papers is content all the same", () => {
  expect(assembleContent(new Map()).content.papers).toEqual([]);
});

test.each([
  [front, undefined],
  [`${front}\narxiv: "1412.6980"`, undefined],
  [`${front}\narxiv: 1412.6980`, "arxiv: it is 1412.698, but it must be text in quotes"],
  [`${front}\narxiv: "1412.6980v9"`, "without its version"],
  [front.replace("[A. One, B. Two]", "[]"), "authors: it is [], but there must be at least one"],
  [front.replace("year: 2014", "year: 14"), "it must be at least 1900"],
  [front.replace("summary: S\n", ""), "summary: it is missing"],
  [front.replace("[x]", "[ghost]"), '"ghost" is needed here, but nothing teaches it'],
  [`${front}\nvenue: here`, "venue: there is no such field"],
  [
    front.replace("2014", "2015"),
    "the year and the id are 2015-adam, the folder is called 2014-adam",
  ],
])("front matter is held against what a paper is: %j", (text, problem) => {
  const found = problemsOf(text);
  if (problem === undefined) expect(found).toEqual([]);
  else expect(found).toEqual([expect.stringContaining(problem)]);
});

test("a folder that holds no paper.md, and a second paper of one id, are problems", () => {
  const files = new Map([["papers/2014-adam/notes.md", "…"]]);
  expect(assembleContent(files).problems[0]?.message).toContain(
    "papers/2014-adam/paper.md:1: folder: there is no such file",
  );
  const text = front.replace("needs: [x]", "needs: []");
  const twice = new Map(
    ["2014", "2015"].map((year) => [
      `papers/${year}-adam/paper.md`,
      `---\n${text.replace("2014", year)}\n---\n`,
    ]),
  );
  expect(assembleContent(twice).problems.map((p) => p.code)).toEqual(["content/duplicate"]);
});

test("a link in the place of papers/ is not followed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gradus-papers-"));
  mkdirSync(join(folder, "courses"));
  mkdirSync(join(folder, "elsewhere/2014-adam"), { recursive: true });
  writeFileSync(join(folder, "elsewhere/2014-adam/paper.md"), "secret");
  symlinkSync(join(folder, "elsewhere"), join(folder, "papers"));
  expect(await readContent(folder)).toMatchObject({ content: { papers: [] }, problems: [] });
  rmSync(folder, { recursive: true });
});
