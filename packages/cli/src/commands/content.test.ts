import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Io } from "../command.ts";
import { contentCommand } from "./content.ts";

const fixture = fileURLToPath(new URL("../../../content/fixtures/authors", import.meta.url));
const lesson = "courses/01-tables/01-rows";
const exercise = `${lesson}/01-row-means`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradus-authors-"));
  cpSync(fixture, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The command with what it says, one text. */
async function content(args: string[], flags: Record<string, boolean> = {}, stop?: AbortSignal) {
  let said = "";
  const io: Io = {
    out: (line) => {
      said += `${line}\n`;
    },
    err: (line) => {
      said += `${line}\n`;
    },
    status: () => {},
    isTerminal: false,
    colors: false,
    columns: 80,
    signal: stop ?? new AbortController().signal,
  };
  const done = contentCommand.run(args, { ...flags, content: folder }, io);
  return { status: await done, said };
}
const change = (file: string, from: string, to: string): void => {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
};

test("check asks for a lock, --update writes it, and then all is well", async () => {
  const first = await content(["check", "row-means"]);
  expect([first.status, first.said]).toEqual([1, expect.stringContaining("there is none")]);
  const written = await content(["check", "row-means"], { update: true });
  expect([written.status, written.said]).toEqual([0, expect.stringContaining("is written")]);
  expect(readFileSync(join(folder, exercise, "checks.lock.yaml"), "utf8")).toMatchInlineSnapshot(`
    "# Computed: gradus content check --update. Which check catches which mistake, and what learners are told.
    is right for two rows:
      - only summed
      - standard, 3 named
    holds for any sizes:
      - for two columns (not named)
    leaves its inputs alone:
      - "standard, 0 named, not named: in place: rowMeans writes into x"
    "
  `);
  expect(await content(["check"])).toMatchObject({ status: 0 });
});

test("a change of the grade shows what it changes", async () => {
  await content(["check"], { update: true });
  change(`${exercise}/grade.ts`, ', "These are the sums."', "");
  const { status, said } = await content(["check", "rows"]);
  expect(status).toBe(1);
  expect(said).toContain("it says something else than is computed now");
  expect(said).toMatch(/^ {4}- {3}- only summed$/m);
  expect(said).toMatch(/^ {4}\+ {3}- only summed \(not named\)$/m);
});

test("what is wrong is said with its file and line", async () => {
  change(`${exercise}/solution.ts`, "x.sum(1)", "x.sum(-1)");
  change(`${exercise}/solution.ts`, "Sum: along", "Adding: along");
  change(`${exercise}/exercise.md`, "the mean of each row", "the mean along an axis");
  const { said } = await content(["check", "row-means"]);
  expect(said).toContain('solution.ts:5: the step "Adding: along the rows, then divide" begins');
  expect(said).toContain('exercise.md: it says "axis", which is called "direction"');
  change(`${exercise}/grade.ts`, 'replace("x.size(1)", "3")', 'replace("x.size(0)", "3")');
  expect((await content(["check", "row-means"])).said).toContain(
    `${exercise}/grade.ts:10: form: replace: the text "x.size(0)" does not occur in solution.ts`,
  );
});

test("an id that is none, and a command that is none, are called wrongly", async () => {
  expect(await content(["check", "nothing"])).toMatchObject({
    status: 2,
    said: expect.stringContaining('there is no exercise or lesson "nothing"'),
  });
  expect(await content([])).toMatchObject({ status: 2 });
  expect(await content(["new", "poem", "x"])).toMatchObject({ status: 2 });
});

test("a new lesson with a new exercise is sound but for its lock and where it is shown", async () => {
  expect(await content(["new", "lesson", "01-tables/02-columns"])).toMatchObject({ status: 0 });
  const made = await content(["new", "exercise", "content/courses/01-tables/02-columns/01-twice"]);
  expect(made.said).toContain("gradus content check twice --watch");
  cpSync(
    fileURLToPath(new URL("../../../../content/steps.yaml", import.meta.url)),
    join(folder, "steps.yaml"),
  );
  const open = await content(["check", "twice"]);
  expect(open.said).toContain("the exercise twice is never shown");
  appendFileSync(
    join(folder, "courses/01-tables/02-columns/lesson.md"),
    '\n::exercise{id="twice"}\n',
  );
  const { status, said } = await content(["check", "twice"], { update: true });
  expect([said, status]).toEqual([expect.stringMatching(/^ok {2}\S*twice /), 0]);
});

test("new refuses what is there, and what is no place", async () => {
  expect(await content(["new", "exercise", "01-tables/01-rows/01-row-means"])).toMatchObject({
    status: 1,
    said: expect.stringContaining("is there already"),
  });
  expect(await content(["new", "exercise", "01-tables/09-none/01-x"])).toMatchObject({
    status: 1,
    said: expect.stringContaining("begin that first"),
  });
  for (const path of ["../01-x/02-y/03-z", "01-tables/01-rows/Two", "01-tables/01-rows/two"]) {
    const { status, said } = await content(["new", "exercise", path]);
    expect([status, said]).toEqual([2, expect.stringContaining("cannot be the place")]);
  }
  expect(existsSync(join(folder, lesson, "Two"))).toBe(false);
});

test("with --watch it checks again when a file is saved, until it is stopped", async () => {
  await content(["check"], { update: true });
  const stop = new AbortController();
  let seen: (() => void) | undefined;
  const again = new Promise<void>((done) => {
    seen = done;
  });
  let said = "";
  let saving: ReturnType<typeof setInterval> | undefined;
  const io: Io = {
    out: (line) => {
      said += `${line}\n`;
      if (line.startsWith("no")) seen?.();
    },
    err: (line) => {
      if (!line.startsWith("watching")) return;
      change(`${exercise}/grade.ts`, ', "These are the sums."', "");
      // The first save after it has said so may come before the disk tells of any.
      saving = setInterval(() => appendFileSync(join(folder, exercise, "grade.ts"), "\n"), 200);
    },
    status: () => {},
    isTerminal: false,
    colors: false,
    columns: 80,
    signal: stop.signal,
  };
  const done = contentCommand.run(["check", "row-means"], { watch: true, content: folder }, io);
  await again;
  clearInterval(saving);
  stop.abort();
  expect(await done).toBe(1);
  expect(said).toMatch(/^ok {2}\S*row-means/);
});
