import * as gradus from "gradus";
import { expect, test } from "vitest";
import { gradeHere } from "./grade-request.ts";
import type { GradeResult } from "./run-grade.ts";

const neuron = {
  id: "neuron",
  solution: "export const weightedSum = ({ w, b }, x) => x.dot(w).add(b);",
  grade: `
import { tensor } from "gradus";
import { defineExercise, value } from "@gradus/exercise";
export default defineExercise({ checks: [value({ name: "adds up", of: "weightedSum",
  cases: [{ args: () => [{ w: tensor([1, 2]), b: tensor(1) }, tensor([1, 1])] }] })] });`,
};
const grade = (learner: string): Promise<GradeResult> =>
  gradeHere({ exercise: "neuron", sources: [{ ...neuron, learner }] }, { modules: { gradus } });

test.each([
  [
    "an empty file",
    "",
    "The file is empty: nothing is written in it yet. It has to hold export function weightedSum({ w, b }, x) { … }",
  ],
  ["only comments", "// later\n/* weightedSum */", "The file is empty"],
  [
    "no export",
    "function weightedSum(n, x) { return x; }",
    'weightedSum is there but not exported. Write "export"',
  ],
  [
    "only a text of that name",
    "const said = 'function weightedSum';",
    "Nothing called weightedSum is exported. The file has to hold export function weightedSum({ w, b }, x) { … }",
  ],
  [
    "another spelling",
    "export const weigthedSum = () => 1;",
    "Nothing called weightedSum is exported, but weigthedSum is. Is it to be called weightedSum?",
  ],
  [
    "a value",
    "export const weightedSum = 3;",
    "weightedSum is exported, but it is not a function (number).",
  ],
])("%s is told what it lacks", async (_, learner, said) => {
  const { trouble } = await grade(learner);
  expect(trouble).toMatchObject({ kind: "missing-export", name: "weightedSum" });
  expect(trouble?.message).toContain(said);
});

test("a method that tensors have not is told with the one that may be meant, and its line", async () => {
  const { checks } = await grade(
    "export const weightedSum = ({ w }, x) => {\n  return x.mull(w);\n};",
  );
  expect(checks[0]?.failure).toMatchObject({
    line: 2,
    message:
      "weightedSum threw: TypeError: x.mull is not a function. Tensors have mul: did you mean that?",
  });
  const far = await grade("export const weightedSum = ({ w }, x) => x.frobnicate(w);");
  expect(far.checks[0]?.failure?.message).toBe(
    "weightedSum threw: TypeError: x.frobnicate is not a function",
  );
});

test("a class that is missing is asked for as a class, with the one it extends", async () => {
  const layer = {
    ...neuron,
    solution:
      'import { nn } from "gradus";\nexport class Scale extends nn.Module { constructor(by) { super(); this.by = by; } }',
  };
  const result = await gradeHere(
    { exercise: "neuron", sources: [{ ...layer, learner: "" }] },
    { modules: { gradus } },
  );
  expect(result.trouble?.message).toContain(
    "It has to hold export class Scale extends nn.Module { … }",
  );
});
