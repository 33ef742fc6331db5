/** What a failure says where an author's own code works on what the learner's functions return. */
import * as gradus from "gradus";
import { expect, test } from "vitest";
import { gradeHere } from "../../run/grade-request.ts";
import type { CheckReport } from "../../types.ts";

const cost = {
  id: "cost",
  solution: `
import type { Tensor } from "gradus";
export const cost = (x: Tensor): Tensor => x.square().mean();
export const scaled = async (x: Tensor, by: number): Promise<Tensor> => x.mul(by);`,
  grade: `
import { agreeing, contract, defineExercise, failed, gradient, invariant, passed } from "@gradus/exercise";
import { tensor } from "gradus";
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  contract({ name: "grows", run: async ({ learner, random }) => {
    const x = random.list(2, 1, 3);
    const low = await learner.cost(x).item();
    const high = await learner.cost(await learner.scaled(x, 2)).item();
    if (high <= low) return failed("cost: it does not grow.");
    return agreeing("cost of [1, 3]:", learner.cost(tensor([1, 3])), tensor(5));
  } }),
  invariant({ name: "is not negative", of: "cost", args: () => [tensor([1])], holds: async (y) => (await y.item()) >= 0 }),
  gradient({ name: "is the slope", of: "cost", args: () => [tensor([1, 2])], at: (x) => ({ x }),
    gradients: (y, x) => ({ x: y.item ? x : x }), loss: ({ x }) => x.square().mean() }),
] });`,
};

async function checksOf(learner: string): Promise<readonly CheckReport[]> {
  const { checks, trouble } = await gradeHere(
    { exercise: "cost", sources: [{ ...cost, learner }] },
    { modules: { gradus } },
  );
  expect(trouble).toBeUndefined();
  return checks;
}
const failureOf = async (learner: string): Promise<string | undefined> =>
  (await checksOf(learner)).find((check) => check.status === "failed")?.failure?.message;

const scaled = "export const scaled = (x, by) => x.mul(by);";

test("a function may be async where the solution's is not, also in a check that does not await it", async () => {
  const right = `let calls = 0;
export const cost = async (x) => { calls++; if (calls > 3 + 2) throw new Error("called again"); return x.square().mean(); };
${scaled}`;
  expect(await failureOf(right)).toBeUndefined();
  const then = `export const cost = (x) => new Promise((done) => setTimeout(() => done(x.square().mean())));\n${scaled}`;
  expect(await failureOf(then)).toBeUndefined();
  const wrong = `export const cost = async (x) => x.square().sum();\n${scaled}`;
  expect(await failureOf(wrong)).toBe("cost of [1, 3]: the answer is 10, expected 5.");
});

test("an async function's own error is its own, with its line", async () => {
  const [check] = await checksOf(
    `export const cost = async (x) => {\n  throw new Error("mine");\n};\n${scaled}`,
  );
  expect(check?.failure).toMatchObject({ message: "Your code threw: Error: mine", line: 2 });
});

test.each([
  [
    "a number",
    "export const cost = (x) => 3;",
    "cost: the answer is the number 3, expected a float32 tensor of shape []. A tensor of one number is asked for: leave .item() out, or write tensor(…) around the number.",
  ],
  [
    "nothing",
    "export const cost = (x) => { x.square().mean(); };",
    "cost: the answer is undefined, expected a float32 tensor of shape [].",
  ],
  [
    "too large a tensor",
    "export const cost = (x) => x.square();",
    "cost: the shape is [2], expected []. Its mean along axis 0 is exactly the right answer: that mean is missing.",
  ],
])("where the author's code fails on %s, the failure says what came back", async (_, own, said) => {
  const message = await failureOf(`${own}\n${scaled}`);
  expect(message).toBe(said);
  expect(message).not.toContain("is not a function");
});

test("a gradient says by how much it is off, and which of several agree", async () => {
  const exercise = {
    id: "slopes",
    solution: "export const slopes = ({ w, b }, X) => ({ dw: w.mul(2), db: b.mul(2) });",
    grade: `
import { defineExercise, gradient } from "@gradus/exercise";
import { tensor } from "gradus";
export default defineExercise({ checks: [
  gradient({ name: "is the slope", of: "slopes", args: () => [{ w: tensor([1, 2]), b: tensor(3) }, tensor([1])],
    at: ({ w, b }) => ({ w, b }), gradients: ({ dw, db }) => ({ w: dw, b: db }),
    loss: ({ w, b }) => w.square().sum().add(b.square()) }),
] });`,
    learner: "export const slopes = ({ w, b }, X) => ({ dw: w, db: b.mul(2) });",
  };
  const { checks } = await gradeHere(
    { exercise: "slopes", sources: [exercise] },
    { modules: { gradus } },
  );
  const { message, inputs, difference } = checks[0]?.failure ?? {};
  expect(message).toBe(
    "slopes: the gradient is not what the loss does when each number is nudged a little: w[0] is 1, expected 2; 2 of 3 values differ. w differs in 2 of 2, most with 2 for 4 at [1]; b agrees. Every number is the right one divided by 2.",
  );
  expect(inputs?.map(([name]) => name)).toEqual(["w, b", "X"]);
  expect(difference).toMatchObject({ path: ["w", 0], count: 2, of: 3 });
});

test.each([
  [
    "export const half = (x) => { x.div(2); };",
    "There is no return in half: write return in front of",
  ],
  ["export function half(x) { /* return */ x.div(2); }", "There is no return in half"],
  [
    "export const half = (x) => { if (x.ndim > 3) return x; };",
    "There is a way through half that ends without a return.",
  ],
])("a function that answers nothing is told why: %s", async (learner, said) => {
  const exercise = {
    id: "half",
    solution: "export const half = (x) => x.div(2);",
    grade: `
import { defineExercise, value } from "@gradus/exercise";
import { tensor } from "gradus";
export default defineExercise({ checks: [value({ name: "halves", of: "half", cases: [{ args: () => [tensor([1])] }] })] });`,
    learner,
  };
  const { checks } = await gradeHere(
    { exercise: "half", sources: [exercise] },
    { modules: { gradus } },
  );
  expect(checks[0]?.failure?.message).toContain(said);
});
