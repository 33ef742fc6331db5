import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readContent } from "@gradus/content/node";
import type { Verdict } from "@gradus/exercise";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Io } from "../command.ts";
import { Workspace } from "../workspace/workspace.ts";
import { type CheckOptions, checkAll } from "./check.ts";

const wrong: Verdict = {
  exercise: "numbers/double",
  passed: false,
  checks: [
    {
      name: "is 4 for 2",
      kind: "value",
      status: "failed",
      failure: {
        message: "double: the answer is 2, expected 4.",
        inputs: [["x", { kind: "number", value: 2 }]],
        difference: { path: [], expected: 4, got: 2, count: 1, of: 1 },
      },
    },
  ],
  printed: [],
  durationMs: 1,
};

let folder: string;
let workspace: Workspace;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gradus-check-"));
  const fixture = fileURLToPath(new URL("../../../content/fixtures/small", import.meta.url));
  workspace = await Workspace.open(folder, (await readContent(fixture)).content);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What checking once more says, and what was asked; the answers are given in turn. */
async function checked(
  answers: (string | null)[],
  more: Partial<CheckOptions> = {},
): Promise<{ said: string; asked: string[] }> {
  const said: string[] = [];
  const asked: string[] = [];
  const io: Io = {
    out: (line) => said.push(line),
    err: (line) => said.push(line),
    status: () => {},
    ask: async (question) => {
      asked.push(question);
      return answers.shift() ?? null;
    },
    isTerminal: true,
    colors: false,
    columns: 80,
    signal: new AbortController().signal,
  };
  await checkAll(["numbers/double"], {
    workspace,
    grade: async () => ({ verdict: wrong, version: "1" }),
    json: false,
    diff: false,
    verbose: false,
    asks: true,
    io,
    ...more,
  });
  return { said: said.join("\n"), asked };
}

test("the third quick failure asks for a number before it shows what differs", async () => {
  expect((await checked([])).asked).toEqual([]);
  expect((await checked([])).asked).toEqual([]);
  const third = await checked(["four", "2"]);
  expect(third.asked).toEqual(Array(2).fill("Which number is the answer? (Enter skips) "));
  expect(third.said).toMatch(
    /What do you expect here\?[\s\S]*x +2[\s\S]*Write a number[\s\S]*You expect what your code gives, 2[\s\S]*expected 4\./,
  );
  // What differs is not told before.
  expect(third.said.indexOf("expected 4")).toBeGreaterThan(third.said.indexOf("You expect"));
  expect((await checked([])).asked).toEqual([]);
});

test("it can be skipped, and nobody is asked who watches, reads JSON or does not sit there", async () => {
  await checked([]);
  await checked([]);
  const skipped = await checked([""]);
  expect(skipped.asked).toHaveLength(1);
  expect(skipped.said).not.toContain("You expect");
  expect(skipped.said).toContain("expected 4");
  for (const more of [{ asks: false }, { json: true }]) {
    await checked([], more);
    await checked([], more);
    expect((await checked([], more)).asked).toEqual([]);
  }
});
