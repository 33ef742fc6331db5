import * as gradus from "gradus";
import { type Tensor, tensor } from "gradus";
import { expect, test } from "vitest";
import {
  contract,
  defineExercise,
  failed,
  type Grade,
  gradient,
  invariant,
  loadModule,
  notDone,
  passed,
  property,
  pure,
  runGrade,
  type,
  value,
} from "../index.ts";

const solution = {
  sigmoid: (x: Tensor): Tensor => x.neg().exp().add(1).reciprocal(),
  cost: async (w: Tensor, X: Tensor): Promise<number> => X.mul(w).square().mean().item(),
  backward: (params: { w: Tensor }, X: Tensor): { dw: Tensor } => ({
    dw: X.square()
      .mul(params.w)
      .mul(2 / X.numel())
      .sum(0),
  }),
};
type M = typeof solution;

const grade: Grade<M> = defineExercise<M>({
  checks: [
    value({
      name: "is 0.5 at 0",
      of: "sigmoid",
      cases: [{ name: "at zero", args: () => [tensor([0])], expected: tensor([0.5]) }],
    }),
    property({
      name: "agrees for any shape",
      of: "sigmoid",
      args: (random) => {
        const [m, n] = [random.int(1, 4), random.int(2, 4)];
        return [tensor(random.numbers(m * n, -3, 3)).reshape([m, n])];
      },
    }),
    invariant({
      name: "stays between 0 and 1",
      of: "sigmoid",
      args: () => [tensor([-3, 3])],
      holds: async (y) => (await y.max().item()) < 1 || "it reaches 1.",
    }),
    type({
      name: "cost is a number",
      of: "cost",
      is: "number",
      args: () => [tensor(2), tensor([1, 2])],
    }),
    gradient({
      name: "dw is the slope of the cost",
      of: "backward",
      args: (random) => [
        { w: tensor(random.numbers(3)) },
        tensor(random.numbers(6)).reshape([2, 3]),
      ],
      gradients: (result) => ({ w: result.dw }),
      loss: (values: { w: Tensor }, _params, X) => X.mul(values.w).square().mean(),
    }),
    pure({
      name: "leaves its inputs alone",
      of: "backward",
      args: () => [{ w: tensor([1, 2, 3]) }, tensor([[1, 2, 3]])],
    }),
    contract({
      name: "costs little at zero",
      run: async ({ learner }) => {
        const cost = await learner.cost(tensor(0), tensor([1, 2]));
        return cost === 0 ? passed : failed(`cost: ${cost} at w = 0, expected 0.`);
      },
    }),
  ],
});

const run = (changes: Partial<Record<keyof M, unknown>>): ReturnType<typeof runGrade> =>
  runGrade(grade as Grade, {
    learner: { ...solution, ...changes },
    reference: solution,
    library: gradus,
    limitMs: 300,
  });

test("the solution passes every check", async () => {
  const result = await run({});
  expect(result.checks.map((c) => c.failure?.message ?? c.status)).toEqual(
    Array(grade.length).fill("passed"),
  );
  expect(result.passed).toBe(true);
});

test("a wrong answer is shown with its inputs and the first difference", async () => {
  const result = await run({
    sigmoid: (x: Tensor) => (x.numel() === 1 ? solution.sigmoid(x) : x.exp().add(1).reciprocal()),
  });
  const failure = result.checks[1]?.failure;
  expect(failure?.case).toMatch(/^random input \d+ of 25$/);
  expect(failure?.inputs?.[0]?.[0]).toBe("x");
  expect(failure?.difference?.path).toEqual([0, 0]);
  expect(result.checks[2]?.status).toBe("not-run");
});

test("a wrong shape is a picture of the two shapes", async () => {
  const { checks } = await run({ sigmoid: (x: Tensor) => solution.sigmoid(x).unsqueeze(0) });
  expect(checks[0]?.failure?.message).toContain(
    "sigmoid: the shape is [1, 1], expected [1]. The numbers are right; an axis of size 1",
  );
  expect(checks[0]?.failure?.picture).toEqual({
    kind: "shapes",
    left: { name: "yours", shape: [1, 1] },
    right: { name: "expected", shape: [1] },
    axis: -2,
  });
});

test("shapes that do not fit in the learner's code are a picture too", async () => {
  const { checks, trouble } = await run({
    sigmoid: (x: Tensor) => x.add(tensor([1, 2, 3])).add(tensor([1, 2])),
  });
  expect(trouble).toBeUndefined();
  expect(checks[0]?.failure?.code).toBe("shape/broadcast");
  expect(checks[0]?.failure?.picture).toEqual({
    kind: "shapes",
    left: { name: "left", shape: [3] },
    right: { name: "right", shape: [2] },
    axis: -1,
  });
});

test("a gradient without the mean is found", async () => {
  const { checks } = await run({
    backward: ({ w }: { w: Tensor }, X: Tensor) => ({ dw: X.square().mul(w).mul(2).sum(0) }),
  });
  expect(checks[4]?.failure?.difference?.path).toEqual(["w", 0]);
});

test("an input that is changed is named", async () => {
  const { checks } = await run({
    backward: (params: { w: Tensor }, X: Tensor) => {
      const answer = solution.backward(params, X);
      params.w.mul_(2);
      return answer;
    },
  });
  expect(checks[5]?.failure?.message).toContain("it changes its input params");
});

test("a tensor where a number is expected says so", async () => {
  const { checks } = await run({ cost: (w: Tensor, X: Tensor) => X.mul(w).square().mean() });
  expect(checks[3]?.failure?.message).toBe(
    "cost: it returns a float32 tensor of shape [], expected a number.",
  );
});

test("code that is not written yet says that, and a throw has its line", async () => {
  const { checks } = await run({ sigmoid: () => notDone("sigmoid") });
  expect(checks[0]?.failure?.code).toBe("exercise/not-done");
  expect(checks[0]?.failure?.message).toContain("not written yet");
  const learner = loadModule(
    'import type { Tensor } from "gradus";\nexport function sigmoid(x: Tensor): Tensor {\n  const y: unknown = null;\n  return (y as Tensor).exp();\n}\n',
    { modules: { gradus } },
  );
  const thrown = await run(learner);
  expect(thrown.checks[0]?.failure?.line).toBe(4);
  expect(thrown.checks[0]?.failure?.message).toContain("TypeError");
});

test("a missing export and a promise that never settles end the run with a reason", async () => {
  expect((await run({ sigmoid: undefined })).trouble).toMatchObject({
    kind: "missing-export",
    name: "sigmoid",
  });
  expect((await run({ sigmoid: () => new Promise(() => {}) })).trouble?.kind).toBe("unsettled");
});

test("a fault of the grade is not blamed on the learner", async () => {
  const broken = defineExercise<M>({
    checks: [
      value({ name: "x", of: "sigmoid", cases: [{ args: () => [tensor([1]).reshape([7])] }] }),
    ],
  });
  const result = await runGrade(broken, { learner: solution, reference: solution });
  expect(result.trouble?.kind).toBe("crash");
  expect(result.trouble?.message).toContain("The exercise's own check");
});
