import * as gradus from "gradus";
import { expect, test } from "vitest";
import type { GradeRequest } from "../ask/protocol.ts";
import { gradeHere } from "./grade-request.ts";

const square = {
  id: "square",
  folder: "courses/01-c/01-means/01-square",
  grade: `
import { tensor } from "gradus";
import { defineExercise, value } from "@gradus/exercise";
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  value({ name: "squares", of: "square", cases: [{ args: () => [tensor([1, 2])] }] }),
] });`,
  solution: `
import type { Tensor } from "gradus";
export const square = (x: Tensor): Tensor => x.mul(x);`,
};

const meanSquare = {
  id: "mean-square",
  folder: "courses/01-c/01-means/02-mean-square",
  uses: ["square"],
  grade: `
import { tensor } from "gradus";
import { defineExercise, value, property } from "@gradus/exercise";
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  value({
    name: "is 2.5 for 1, 2", of: "meanSquare",
    cases: [{ args: () => [tensor([1, 2])], expected: tensor(2.5) }],
  }),
  property({ name: "agrees", of: "meanSquare", args: (random) => [tensor(random.numbers(4))] }),
] });`,
  solution: `
import type { Tensor } from "gradus";
import { square } from "../01-square/solution.ts";
export const meanSquare = (x: Tensor): Tensor => square(x).mean();`,
};

const workspace = (learner: string, mine?: string) => ({
  exercise: "mean-square",
  sources: [{ ...meanSquare, learner }, mine === undefined ? square : { ...square, learner: mine }],
});
const caller =
  'import { square } from "./square.ts";\nexport const meanSquare = (x) => square(x).mean();';

test("a learner's file builds on the learner's own earlier file, or on the reference", async () => {
  const here = { modules: { gradus } };
  expect((await gradeHere(workspace(caller), here)).passed).toBe(true);
  const wrong = "export const square = (x) => x;";
  expect((await gradeHere(workspace(caller, wrong), here)).passed).toBe(false);
  const instead = { ...workspace(caller, wrong), upstream: "reference" } as const;
  expect((await gradeHere(instead, here)).passed).toBe(true);
});

test.each([
  ['import { meanSquare } from "../solution.ts";\nexport { meanSquare };', 1],
  [
    'export const a = 1;\nimport { meanSquare } from "../02-mean-square/solution.ts";\nmeanSquare;',
    2,
  ],
  ['import { readFileSync } from "node:fs";\nreadFileSync;', 1],
  ['export const a = 1;\n\nexport const b = require("fs");', 3],
  ['export const a = 1;\nexport const b = () => import("gradus");', 2],
  ['export const b = () => import("node:fs");', 1],
])("a learner's file cannot import what is not theirs: %s", async (text, line) => {
  const { trouble } = await gradeHere(workspace(text), { modules: { gradus } });
  expect(trouble).toMatchObject({ kind: "throw", line });
  expect(trouble).toHaveProperty("code", expect.stringMatching(/^exercise\/(dynamic-)?import$/));
});

test.each([
  ["export const a = ;", 1],
  ["export const a = 1;\nlet b = 2 3;", 2],
  ["let a = 1;\n{\n}\nlet a = 2;\n", 4],
])("a syntax error has its line: %j", async (text, line) => {
  const { trouble } = await gradeHere(workspace(text), { modules: { gradus } });
  expect(trouble).toMatchObject({ kind: "syntax", line });
});

test("a throw while loading has its line", async () => {
  const text = "export const meanSquare = 1;\nconst t: string[] = [];\nt[0]!.length;\n";
  const { trouble } = await gradeHere(workspace(text), { modules: { gradus } });
  expect(trouble).toMatchObject({ kind: "throw", line: 3 });
});

test("a grade reads data and files that come with the exercise, and a learner's file does not", async () => {
  const own = {
    id: "bytes",
    grade: `
import { asset, defineExercise, value } from "@gradus/exercise";
import { least } from "../limits.ts";
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  value({ name: "adds", of: "add", cases: [{ args: () => [Math.max(least, asset("a.bin")[1])], expected: 8 }] }),
] });`,
    solution: "export const add = (x: number): number => x + 1;",
  };
  const request = (learner: string): GradeRequest => ({
    exercise: "bytes",
    sources: [{ ...own, learner }],
    files: { "limits.ts": "export const least: number = 2;" },
    assets: { "a.bin": Uint8Array.of(1, 7) },
  });
  const here = { modules: {} };
  expect(await gradeHere(request(own.solution), here)).toMatchObject({ passed: true });
  const reads =
    'import { asset } from "@gradus/exercise";\nexport const add = () => asset("a.bin")[1];';
  expect((await gradeHere(request(reads), here)).passed).toBe(false);
  const imports = 'import { least } from "../limits.ts";\nexport const add = () => least;';
  expect((await gradeHere(request(imports), here)).trouble).toMatchObject({
    code: "exercise/import",
  });
});
