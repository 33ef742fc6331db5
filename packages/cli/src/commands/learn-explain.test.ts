import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Flags } from "../command.ts";
import { learn } from "./learn.ts";

const content = fileURLToPath(new URL("../../../../content", import.meta.url));
let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "gradus-explain-"));
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

async function run(args: readonly string[], flags: Flags = {}) {
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  const io = {
    out: say,
    err: say,
    status: () => {},
    isTerminal: false,
    colors: false,
    columns: 200,
    signal: new AbortController().signal,
  };
  const code = await learn.run(args, { content, workspace, ...flags }, io);
  return { code, text: lines.join("\n") };
}

test("a question in words is asked, compared only when told to, and what was said is kept", async () => {
  const asked = await run(["right-on-all"]);
  expect(asked.code).toBe(0);
  expect(asked.text).toContain("About 6 minutes, difficulty 2 of 5, importance 4 of 5.");
  expect(asked.text).toContain("A friend trains a neuron on 50 flats");
  expect(asked.text).not.toContain("kept away from the training");
  const compared = await run(["right-on-all"], { reveal: true });
  expect(compared.text).toContain("kept away from the training");
  expect(compared.text).toMatch(/^ {2}4 {2}It says how to find out/m);
  expect((await run(["right-on-all"], { said: "1,4" })).text).toContain("Kept: 2 of 4 points.");
  const progress = JSON.parse((await run([], { json: true })).text);
  expect(progress.explained).toEqual({ "neural-networks/right-on-all": 0.5 });
});

test("the question is named where it is what comes next", async () => {
  await run(["what-networks-learn"], { read: true });
  const { text } = await run([]);
  expect(text).toContain("Right on all of its examples");
  expect(text).toContain("gradus learn right-on-all");
});

test("points that are none, and points of something else, are refused", async () => {
  for (const said of ["5", "0", "1;2", "all", ""]) {
    const { code, text } = await run(["right-on-all"], { said });
    expect([said, code, text]).toEqual([said, 2, expect.stringContaining("count from 1 to 4")]);
  }
  expect((await run(["right-on-all"], { said: "none" })).text).toContain("Kept: 0 of 4 points.");
  expect(await run(["weighted-sum"], { said: "1" })).toMatchObject({ code: 2 });
});
