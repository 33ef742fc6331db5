import { expect, test } from "vitest";
import type { ExerciseSource, GradeRequest } from "../ask/protocol.ts";
import { gradeHere } from "./grade-request.ts";

/** An exercise whose one function gives a number. */
function source(id: string, folder: string, solution: string, learner?: string): ExerciseSource {
  const grade = `
import { defineExercise, value } from "@gradus/exercise";
export default defineExercise({ checks: [value({ name: "is right", of: "answer", cases: [{ args: () => [] }] })] });`;
  return { id, folder, solution, grade, ...(learner !== undefined && { learner }) };
}

const here = { modules: {} };
const messageOf = async (request: GradeRequest): Promise<string | undefined> =>
  (await gradeHere(request, here)).trouble?.message;

const helped = 'import { size } from "../sizes.ts";\nexport const answer = () => size;';

test("files of the same name in two lessons each reach their own lesson", async () => {
  const files = {
    "courses/01-a/01-first/sizes.ts": "export const size = 1;",
    "courses/01-a/02-second/sizes.ts": "export const size = 2;",
  };
  const first = source("a/one", "courses/01-a/01-first/01-one", helped);
  const both = `
import { answer as one } from "../../01-first/01-one/solution.ts";
import { size } from "../sizes.ts";
export const answer = () => [one(), size];`;
  const learner =
    'import { answer as one } from "./one.ts";\nexport const answer = () => [one(), 2];';
  const second = source("a/two", "courses/01-a/02-second/01-two", both, learner);
  const request = { exercise: "a/two", sources: [first, second], files };
  expect(await gradeHere(request, here)).toMatchObject({ passed: true });
});

test("exercises of the same short id in two courses are two exercises, and import each other by course", async () => {
  const one = source("a/size", "courses/01-a/01-l/01-size", "export const answer = () => 1;");
  const solution = `
import { answer as one } from "../../../01-a/01-l/01-size/solution.ts";
export const answer = () => one() + 1;`;
  const learner = `
import { answer as one } from "../a/size.ts";
export const answer = () => one() + 1;`;
  const two = source("b/size", "courses/02-b/01-l/01-size", solution, learner);
  const request = (text: string, mine?: string): GradeRequest => ({
    exercise: "b/size",
    sources: [
      { ...one, ...(mine !== undefined && { learner: mine }) },
      { ...two, learner: text },
    ],
  });
  expect(await gradeHere(request(learner), here)).toMatchObject({ passed: true });
  expect(await gradeHere(request(learner, "export const answer = () => 5;"), here)).toMatchObject({
    passed: false,
    checks: [{ status: "failed" }],
  });
  // In its own course the name is its own, and a file does not import itself.
  expect(await messageOf(request(learner.replace("../a/size.ts", "./size.ts")))).toContain(
    'an exercise may import "@gradus/exercise", "../a/size.ts"',
  );
});

test("an import that leaves the content, or whose file is not there, is the exercise's fault and named", async () => {
  const at = (specifier: string): GradeRequest => ({
    exercise: "a/one",
    sources: [
      source(
        "a/one",
        "courses/01-a/01-l/01-one",
        `import { x } from "${specifier}";\nexport const answer = () => x;`,
        "export const answer = () => 1;",
      ),
    ],
    files: { "courses/01-a/02-m/sizes.ts": "export const x = 1;" },
  });
  expect(await messageOf(at("../../02-m/sizes.ts"))).toBeUndefined();
  expect(await messageOf(at("../sizes.ts"))).toContain(
    'courses/01-a/01-l/01-one/solution.ts: it imports "../sizes.ts", but courses/01-a/01-l/sizes.ts was not sent',
  );
  expect(await messageOf(at("../../../../../sizes.ts"))).toContain("which leaves the content");
  expect(await messageOf(at("../../02-m/toString"))).toContain("was not sent");
});

test("two sources of one id, or in one folder, are refused", async () => {
  const one = source("a/one", "courses/a/one", "export const answer = () => 1;", "");
  const message = (other: ExerciseSource) =>
    messageOf({ exercise: "a/one", sources: [one, other] });
  expect(await message({ ...one, folder: "courses/a/other" })).toContain("a/one.ts was sent twice");
  expect(await message({ ...one, id: "a/other" })).toContain(
    "courses/a/one/solution.ts was sent twice",
  );
});
