import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

// Every call is a process of its own, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 180_000 });

// The program as it is installed: what was built, in a process of its own.
const program = fileURLToPath(new URL("../../bin/gradus.mjs", import.meta.url));
const fixture = fileURLToPath(new URL("../../../content/fixtures/small", import.meta.url));
const right = "export const double = (x: number): number => x + x;\n";
const squared = "export const double = (x: number): number => x * x;\n";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradus-cli-"));
  content = fixture;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let content = fixture;

function start(...args: string[]): {
  child: ChildProcess;
  out: () => string;
  done: Promise<number | null>;
} {
  const own = args[0] === "train" || args[0] === "doctor" ? [] : ["--content", content];
  const child = spawn(process.execPath, [program, ...args, ...own], { cwd: folder });
  let out = "";
  child.stdout?.on("data", (part) => {
    out += String(part);
  });
  child.stderr?.on("data", (part) => {
    out += String(part);
  });
  return {
    child,
    out: () => out,
    done: new Promise((done) => child.on("exit", (code) => done(code))),
  };
}

async function gradus(...args: string[]): Promise<{ code: number | null; out: string }> {
  const { out, done } = start(...args);
  const code = await done;
  return { code, out: out() };
}

function write(name: string, text: string, course = "numbers"): void {
  mkdirSync(join(folder, "exercises", course), { recursive: true });
  writeFileSync(join(folder, "exercises", course, `${name}.ts`), text);
}
const progress = (): { kind: string }[] =>
  readFileSync(join(folder, "progress.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("from nothing to a pass: learn, check, hint, check, and what is next", async () => {
  expect(await gradus("learn")).toMatchObject({
    code: 0,
    out: expect.stringContaining("next      Doubling"),
  });
  const empty = await gradus("check", "double");
  expect([empty.code, empty.out]).toEqual([1, expect.stringContaining("not written yet")]);
  expect((await gradus("hint", "double")).out).toContain("hint 1 of 3: What does twice mean?");
  expect((await gradus("hint")).out).toContain("hint 2 of 3");
  const early = await gradus("compare", "double");
  expect(early).toMatchObject({
    code: 1,
    out: expect.stringContaining("once your own has passed"),
  });
  expect(early.out).not.toContain("x + x");
  write("double", squared);
  const wrong = await gradus("check", "double");
  expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining("This looks like: squared")]);
  write("double", right);
  const passed = await gradus("check", "double");
  expect([passed.code, passed.out]).toEqual([
    0,
    expect.stringContaining("Read it: gradus learn doubling"),
  ]);
  expect(passed.out).toContain("Other answers beside yours: gradus compare double");
  expect(progress().map((e) => e.kind)).toEqual(["hint", "hint", "attempt", "attempt"]);
  const answers = await gradus("compare", "double");
  expect(answers.code).toBe(0);
  expect(answers.out).toMatch(/yours +1 line, (about|less than)/);
  expect(answers.out).toMatch(/times +1 line, .*yours/);
  expect(answers.out).toContain("export const double = (x: number): number => 2 * x;");
  expect((await gradus("learn", "--json")).out).toContain('"numbers/double":"passed"');
  write("double", squared);
  expect((await gradus("check", "double", "--diff")).out).toContain(
    "-export const double = (x: number): number => x + x;",
  );
});

test("in an empty folder the course can be begun, read, answered and gone on with by what the terminal says", async () => {
  expect((await gradus("learn")).out).toContain("Read it: gradus learn doubling");
  const begun = await gradus("check");
  expect(begun).toMatchObject({
    code: 1,
    out: expect.stringContaining("exercises/numbers/double.ts"),
  });
  expect(begun.out).toContain("read it    gradus learn doubling");
  expect(readFileSync(join(folder, "exercises/numbers/double.ts"), "utf8")).toContain("notDone");

  const lesson = await gradus("learn", "next");
  expect(lesson).toMatchObject({ code: 0, out: expect.stringContaining("# Doubling") });
  expect(lesson.out).toContain("Twice x is x + x.");
  expect(lesson.out).toContain('Figure "line", which moves: gradus studio');
  expect(lesson.out).toContain("gradus learn doubling --answer 1LETTER");
  expect(lesson.out).not.toContain("2 + 2 is 4.");
  expect((await gradus("learn", "doubling", "--reveal")).out).toMatch(/✓ a\) 4\n +2 \+ 2 is 4\./);

  const wrong = await gradus("learn", "doubling", "--answer", "1b");
  expect(wrong.out).toMatch(/✗ b\) 22\n +Those are texts put together\./);
  expect((await gradus("learn", "doubling", "--answer", "1A")).out).toContain("✓ a) 4");
  expect((await gradus("learn", "doubling", "--read")).out).toContain("Doubling is read.");
  expect(progress()).toMatchObject([
    { kind: "quiz", lesson: "numbers/doubling", question: 0, correct: false },
    { kind: "quiz", lesson: "numbers/doubling", question: 0, correct: true },
    { kind: "read", lesson: "numbers/doubling" },
  ]);
  const task = await gradus("learn", "quadruple");
  expect(task.out).toMatch(
    /Your file +exercises\/numbers\/quadruple\.ts\nCheck it +gradus check quadruple/,
  );
  expect(existsSync(join(folder, "exercises/numbers/quadruple.ts"))).toBe(true);
});

test("a hint without a name is for the exercise that failed last", async () => {
  await gradus("check", "double");
  await gradus("check", "quadruple");
  write("double", squared);
  await gradus("check", "double");
  write("quadruple", "export const quadruple = (x: number): number => x + x + x;\n");
  await gradus("check", "quadruple");
  expect((await gradus("hint")).out).toContain("(quadruple)");
  write("double", right);
  await gradus("check", "double");
  expect((await gradus("hint")).out).toContain("(quadruple)");
  write("double", squared);
  await gradus("check", "double");
  // It has passed once; that it fails now is what the learner is at.
  expect((await gradus("hint")).out).toContain("(double)");
});

test("unreadable progress is told, and the path is shown all the same", async () => {
  await gradus("learn");
  writeFileSync(join(folder, "progress.jsonl"), "what is this\n");
  const { code, out } = await gradus("learn");
  expect([code, out]).toEqual([0, expect.stringContaining("see progress-unreadable.txt")]);
  expect(out).toContain("next      Doubling");
});

test("the version, and the same help however it is asked for", async () => {
  expect((await gradus("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  const help = (await gradus("help", "train")).out;
  expect(help).toMatch(/--lr X +learning rate[\s\S]*default 0\.002/);
  expect((await gradus("train", "--help")).out).toBe(help);
  expect((await gradus("train", "-h")).out).toBe(help);
  expect((await gradus("--help", "train")).out).toBe(help);
  expect((await gradus("help")).out).toContain("gradus help COMMAND");
  expect((await gradus("help", "dance")).code).toBe(2);
});

test("whoever stops reading ends the program without a word", async () => {
  await gradus("check", "double");
  for (const args of [["check"], ["learn"], ["learn", "doubling"], ["help"]]) {
    const child = spawn(process.execPath, [program, ...args, "--content", fixture], {
      cwd: folder,
    });
    child.stdout.destroy();
    let errors = "";
    child.stderr.on("data", (part) => {
      errors += String(part);
    });
    const code = await new Promise((done) => child.on("exit", done));
    expect([errors, typeof code]).toEqual(["", "number"]);
  }
});

test("an earlier exercise that is wrong is blamed, and nothing is held against this one", async () => {
  await gradus("learn");
  write("double", squared);
  write(
    "quadruple",
    'import { double } from "./double.ts";\nexport const quadruple = (x: number): number => double(double(x));\n',
  );
  const { code, out } = await gradus("check", "quadruple");
  expect([code, out]).toEqual([1, expect.stringContaining("The cause is your double")]);
  expect(existsSync(join(folder, "progress.jsonl"))).toBe(false);
  const all = await gradus("check", "--json");
  const verdicts = all.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(verdicts.map((v) => [v.exercise, v.passed])).toEqual([
    ["numbers/double", false],
    ["numbers/quadruple", false],
  ]);
});

test("a reset keeps the text and puts the starter back", async () => {
  await gradus("learn");
  write("double", right);
  expect((await gradus("reset", "double")).out).toContain("notes/numbers/double-before-reset-1.ts");
  expect(readFileSync(join(folder, "exercises/numbers/double.ts"), "utf8")).toContain("notDone");
  expect(readFileSync(join(folder, "notes/numbers/double-before-reset-1.ts"), "utf8")).toBe(right);
});

test("a name that two courses have is asked about, and the id says which", async () => {
  content = fileURLToPath(new URL("../../../content/fixtures/two-courses", import.meta.url));
  await gradus("learn");
  write("double", right);
  write(
    "double",
    'import { double as one } from "../numbers/double.ts";\nexport const double = (x: number[]) => x.map(one);\n',
    "lists",
  );
  const both = await gradus("check", "double");
  expect([both.code, both.out]).toEqual([
    2,
    expect.stringContaining("say which: numbers/double or lists/double"),
  ]);
  for (const id of ["numbers/double", "lists/double"]) {
    const { code, out } = await gradus("check", id);
    expect([code, out]).toEqual([0, expect.stringContaining(`✓ ${id}`)]);
  }
  expect((await gradus("hint", "lists/double")).out).toContain("Twice a list (lists/double)");
  expect((await gradus("reset", "lists/double")).out).toContain(
    "notes/lists/double-before-reset-1.ts",
  );
  expect(readFileSync(join(folder, "exercises/numbers/double.ts"), "utf8")).toBe(right);
  expect((await gradus("learn")).out).toContain("✓ numbers/double");
});

test("called wrongly, every command says how and ends with 2", async () => {
  const calls = [
    ["check", "doubel"],
    ["check", "../double"],
    ["hint", "ghost"],
    ["reset"],
    ["reset", "ghost"],
    ["studio", "--port", "x"],
    ["studio", "folder"],
    ["check", "--loud"],
    ["check", "doubling"],
    ["learn", "doublin"],
    ["learn", "doubling", "double"],
    ["learn", "--read"],
    ["learn", "doubling", "--answer", "9z"],
    ["learn", "double", "--read"],
    ["train", "--model", "constructor"],
    ["train", "--resume", "nowhere"],
    ["dance"],
  ];
  const codes = await Promise.all(calls.map(async (call) => (await gradus(...call)).code));
  expect(codes).toEqual(calls.map(() => 2));
  expect((await gradus("check", "dou")).out).toContain("did you mean double?");
  expect(existsSync(join(folder, "exercises/numbers/double.ts"))).toBe(false);
});

test("check --watch grades what is saved until it is stopped", async () => {
  await gradus("learn");
  write("double", squared);
  const { child, out, done } = start("check", "double", "--watch");
  await expect.poll(out, { timeout: 15_000 }).toContain("watching");
  expect(out()).toContain("This looks like: squared");
  write("double", right);
  await expect.poll(out, { timeout: 15_000 }).toContain("2 of 2 checks");
  child.kill("SIGINT");
  expect(await done).toBe(0);
});

test("gradus alone serves the studio on loopback, prints its address, and ends when asked", async () => {
  const { child, out, done } = start("--no-open", "--port", "0");
  await expect
    .poll(out, { timeout: 15_000 })
    .toMatch(/http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}/);
  const [, address = "", token = ""] =
    /(http:\/\/127\.0\.0\.1:\d+)\/#token=([\w-]+)/.exec(out()) ?? [];
  const answer = await fetch(`${address}/api/progress`, { headers: { "x-gradus-token": token } });
  expect(await answer.json()).toMatchObject({ next: { lesson: "numbers/doubling" } });
  expect((await fetch(`${address}/api/progress`)).status).toBe(401);
  child.kill("SIGINT");
  expect(await done).toBe(0);
});
