import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readContent } from "@gradus/content/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasLines, linesToArrange } from "./arrange.ts";
import { Workspace } from "./workspace.ts";

let folder: string;
let workspace: Workspace;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gradus-arrange-"));
  const content = join(folder, "content");
  cpSync(fileURLToPath(new URL("../../../content/fixtures/small", import.meta.url)), content, {
    recursive: true,
  });
  writeFileSync(
    join(content, "courses/01-numbers/02-twice-more/01-quadruple/solution.ts"),
    `import { double } from "../../01-doubling/01-double/solution.ts";

export function quadruple(x: number): number {
  const once = double(x);
  const twice = double(once);
  return twice;
}
`,
  );
  workspace = await Workspace.open(join(folder, "mine"), (await readContent(content)).content);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hint = (level: number) =>
  workspace.append({ kind: "hint", exercise: "numbers/quadruple", level });

test("the lines come after the second hint, as they read in the learner's folder and without their order", async () => {
  const asked = () => linesToArrange(workspace, "quadruple");
  await expect(asked()).rejects.toThrow(
    /come after hint 2, and none has been shown[\s\S]*lines-later/,
  );
  await hint(1);
  await expect(asked()).rejects.toThrow("1 has been shown");
  await hint(2);
  const found = await asked();
  expect(found).toEqual({
    before: `import { double } from "./double.ts";

export function quadruple(x: number): number {
`,
    head: "export function quadruple(x: number): number {",
    after: "}\n",
    lines: expect.arrayContaining(["const once = double(x);", "return twice;"]),
  });
  await workspace.reset("numbers/quadruple");
  await expect(asked()).rejects.toThrow("none has been shown");
});

test("an answer of one line has none to arrange", async () => {
  expect(hasLines(workspace.exercise("double"))).toBe(false);
  await expect(linesToArrange(workspace, "double")).rejects.toThrow("workspace/no-lines");
});
