import * as gradus from "gradus";
import { afterEach, expect, test } from "vitest";
import { deriveExercise } from "../form/derive.ts";
import { gradeHere } from "../run/grade-request.ts";
import { type CheckedParts, checkExercise } from "./check-exercise.ts";

const solution = `import type { Tensor } from "gradus";

/** The weighted inputs x [n] · w [n], averaged over m, plus b []. */
export function answer(x: Tensor, w: Tensor, b: Tensor, m: number): Tensor {
  return x.mul(w).sum().div(m).add(b);
}
`;

const grade = (mistakes: string, more = "", example = "[[1, 2], [3, -1], 0.5, 4]"): string => `
import { body, defineExercise, every, replace } from "@gradus/exercise";
import { tensor } from "gradus";
const [x, w, b, m] = ${example};
export default defineExercise<typeof import("./solution.ts")>({
  of: "answer",
  example: ["is right for the example", () => [tensor(x), tensor(w), tensor(b), m]],
  any: (r) => {
    const n = r.int(1, 6);
    return [r.list(n), r.list(n), r.tensor([]), r.int(2, 9)];
  },
  mistakes: { ${mistakes} },
  alternatives: { dot: ["return x.dot(w).div(m).add(b);", "One call for two."] },
  ${more}
});`;

const sound = `
  "the mean of the inputs": [replace("sum()", "mean()"), "You averaged over the inputs."],
  "the bias is divided": [replace(".div(m).add(b)", ".add(b).div(m)"), "Divide first."],
  "for positive numbers": replace("x.mul", "x.abs().mul"),`;

function partsOf(text: string): CheckedParts {
  const made = deriveExercise({ solution, grade: text }, { scaffold: "guided" });
  if (!made) throw new Error("it is no defineExercise");
  const { mistakes, ...rest } = made;
  return { id: "answer", grade: text, known: mistakes, ...rest };
}

const check = (text: string) => checkExercise(partsOf(text), { modules: { gradus } });

test("a sound exercise has no problems; who catches what, and which names are told, is computed", async () => {
  const { problems, lock, unneededChecks } = await check(grade(sound));
  expect(problems).toEqual([]);
  expect(unneededChecks).toEqual([]);
  expect(lock.own).toEqual([
    {
      id: "the mean of the inputs",
      by: "is right for the example",
      named: "the mean of the inputs",
    },
    { id: "the bias is divided", by: "is right for the example", named: "the bias is divided" },
    { id: "for positive numbers", by: "holds for any sizes" },
  ]);
  expect(lock.standard.map(({ id, by, named }) => [id, by, named])).toEqual([
    ["in place: answer writes into x", "leaves its inputs alone", undefined],
    ["division: x.mul(w).sum().div(m)", "is right for the example", "not divided"],
    ["in place: x.mul(w)", "leaves its inputs alone", undefined],
  ]);
});

test("what is wrong in an exercise is said, each with its name", async () => {
  const unsound = `
    "nothing": [replace("x.mul(w)", "w.mul(x)"), "The other way round."],
    "no such call": replace("sum()", "sum().add(nowhere)"),`;
  const { problems } = await check(
    grade(unsound).replace("return x.dot(w).div(m).add(b);", "return x.dot(w);"),
  );
  expect(problems).toEqual([
    expect.stringMatching(/^alternative "dot": it should pass, but fails "is right for/),
    'mistake "nothing": no check catches it.',
    'mistake "no such call": nobody has declared nowhere.',
  ]);
});

test("mistakes that the example cannot tell apart are a problem, unless it has to be so", async () => {
  // (3 − 2) / 2 + 0 is the mean of the products, and their sum divided by 2.
  const same = `
    "divided by two": [replace("div(m)", "div(2)"), "m is not two."],
    "the mean": [replace("sum().div(m)", "mean()"), "You took the mean."],`;
  const found = await check(grade(same));
  expect(found.problems).toEqual([
    expect.stringMatching(
      /^the example of "is right for the example" cannot tell "divided by two" from "the mean": both answer \[1\]\./,
    ),
  ]);
  const allowed = await check(
    grade(same, 'alike: [["the mean", "divided by two", "Two inputs."]],'),
  );
  expect(allowed.problems).toEqual([]);
  const three = await check(grade(same, "", "[[1, 2, 4], [3, -1, 2], 0.5, 4]"));
  expect(three.problems).toEqual([]);
});

test("two mistakes that are right together are a problem, unless it has to be so", async () => {
  const factors = `
    "twice": [replace("x.mul(w)", "x.mul(w).mul(2)"), "Doubled."],
    "half": [replace("div(m)", "div(m).div(2)"), "Halved."],`;
  const example = "[[1, 2, 4], [3, -1, 2], 0.5, 4]";
  const { problems, lock } = await check(grade(factors, "", example));
  expect(lock.cancelling).toEqual(["twice + half"]);
  expect(problems).toContain(
    'the mistakes "twice" and "half" come out right together. Let one of them be wrong whatever the other does, or say under alike why it has to be so.',
  );
  const allowed = await check(
    grade(factors, 'alike: [["twice", "half", "One makes up for the other."]],', example),
  );
  expect([allowed.problems, allowed.lock.cancelling]).toEqual([[], ["twice + half"]]);
});

const graded = async (learner: string, more = "") => {
  const { known = [], forbid = [] } = partsOf(grade(sound, more));
  const source = { id: "answer", solution, grade: grade(sound, more), known, forbid, learner };
  return gradeHere({ exercise: "answer", sources: [source] }, { modules: { gradus } });
};
const failureOf = (result: Awaited<ReturnType<typeof graded>>) =>
  result.checks.find((c) => c.status === "failed")?.failure;
const withBody = (line: string): string => solution.replace(/return .*/, line);

test("an answer is called by the mistake whose answer it is, however it is written", async () => {
  const result = await graded(withBody("return x.mul(w).mean().div(m).add(b);"));
  expect(failureOf(result)?.misconception).toEqual({
    name: "the mean of the inputs",
    explanation: "You averaged over the inputs.",
  });
  const other = withBody("let s = x.mul(w).mean(); s = s.mul(1 / m); return b.add(s);");
  expect(failureOf(await graded(other))?.misconception?.name).toBe("the mean of the inputs");
});

test("mistakes that come with the operators have names too", async () => {
  const result = await graded(withBody("return x.dot(w).add(b);"));
  expect(failureOf(result)?.misconception?.name).toBe("not divided");
});

test("two mistakes at once are called by both names", async () => {
  const result = await graded(withBody("return x.mul(w).mean().add(b);"));
  expect(failureOf(result)?.misconception).toEqual({
    name: "the mean of the inputs, and not divided",
    explanation: expect.stringMatching(/^You averaged over the inputs\. A division is missing\./),
  });
});

test("an answer that is a mistake's on the example only is not called by its name", async () => {
  // On two inputs half of the sum is the mean.
  const result = await graded(withBody("return x.mul(w).sum().div(2).div(m).add(b);"));
  expect(failureOf(result)?.message).toContain("expected");
  expect(failureOf(result)?.misconception).toBeUndefined();
});

test("an answer is called by the mistake that it is on the other examples too", async () => {
  const solution = `export const bent = (x: number, kind: "double" | "half"): number =>
  kind === "double" ? x * 2 : x / 2;
`;
  const text = `
import { defineExercise, replace } from "@gradus/exercise";
export default defineExercise<typeof import("./solution.ts")>({
  of: "bent",
  example: [["doubles", () => [6, "double"]], ["halves", () => [6, "half"]]],
  mistakes: {
    swapped: [replace('=== "double"', '!== "double"'), "The two are swapped."],
    "always halved": [replace("x * 2", "x / 2"), "You always halve."],
  },
});`;
  const made = deriveExercise({ solution, grade: text }, { scaffold: "signature" });
  const source = { id: "bent", solution, grade: text, known: made?.mistakes ?? [] };
  const nameOf = async (learner: string) =>
    failureOf(
      await gradeHere(
        { exercise: "bent", sources: [{ ...source, learner }] },
        { modules: { gradus } },
      ),
    )?.misconception?.name;
  expect(await nameOf("export const bent = (x) => x * 0.5;")).toBe("always halved");
  const swapped = 'export const bent = (x, kind) => (kind === "half" ? x * 2 : x * 0.5);';
  expect(await nameOf(swapped)).toBe("swapped");
});

test("shapes that do not fit are called by the mistake with which they do not fit", async () => {
  const product = {
    id: "product",
    solution:
      'import type { Tensor } from "gradus";\nexport const product = (a: Tensor, b: Tensor): Tensor => a.matmul(b.t());',
    grade: `import { defineExercise } from "@gradus/exercise";
export default defineExercise({
  of: "product", example: ["fits", () => [random.table(2, 3), random.table(4, 3)]], any: (r) => [r.table(2, 3), r.table(4, 3)],
});`.replaceAll("random.table", "ones"),
  };
  product.grade = `import { ones as made } from "gradus";\nconst ones = (m, n) => made([m, n]);\n${product.grade}`;
  const known = deriveExercise(product, { scaffold: "guided" })?.mistakes ?? [];
  const learner = "export const product = (a, b) => a.matmul(b);";
  const result = await gradeHere(
    { exercise: "product", sources: [{ ...product, known, learner }] },
    { modules: { gradus } },
  );
  expect(failureOf(result)?.misconception?.name).toBe("turned the other way");
});

const before = gradus.Tensor.prototype.dot;
afterEach(() => {
  // The library is as it was, whoever watched it.
  expect(gradus.Tensor.prototype.dot).toBe(before);
});

test("a forbidden call fails the right answer, with its line, and only from the learner's file", async () => {
  const forbid = 'forbid: ["dot"],';
  const result = await graded(withBody("return x.dot(w).div(m).add(b);"), forbid);
  expect(failureOf(result)).toMatchObject({
    line: 5,
    message: expect.stringContaining("Line 5 calls dot, which does what this exercise asks"),
  });
  expect((await graded(solution, forbid)).passed).toBe(true);
  const byFunction = solution
    .replace("import type { Tensor }", "import { dot, type Tensor }")
    .replace(/return .*/, "return Reflect.apply(dot, undefined, [x, w]).div(m).add(b);");
  expect(failureOf(await graded(byFunction, forbid))?.line).toBe(5);
  const inPlace = withBody("return x.clone().mul_(w).sum().div(m).add(b);");
  expect(failureOf(await graded(inPlace, 'forbid: ["mul"],'))?.message).toContain("calls mul_,");
  const { trouble } = await graded(solution, 'forbid: ["nothing"],');
  expect(trouble).toMatchObject({
    kind: "crash",
    message: expect.stringContaining("the library has no call nothing"),
  });
});
