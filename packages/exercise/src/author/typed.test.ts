import * as gradus from "gradus";
import { type Tensor, tensor } from "gradus";
import { expect, test } from "vitest";
import {
  defineExercise,
  type Grade,
  gradient,
  invariant,
  property,
  runGrade,
  value,
} from "../index.ts";

const solution = {
  rows: 3,
  scale: async (x: Tensor, factor = 2): Promise<Tensor> => x.mul(factor),
  update: (params: Record<string, Tensor>, options: { lr: number }): Record<string, Tensor> =>
    Object.fromEntries(Object.entries(params).map(([k, v]) => [k, v.mul(1 - options.lr)])),
  slope: (X: Tensor, w: Tensor, b: number): { dw: Tensor; db: number } => ({
    dw: X.sum(0).mul(w).mul(2),
    db: 2 * b,
  }),
  Net: class {
    forward(x: Tensor): Tensor {
      return x;
    }
  },
};

test("a grade's functions, arguments and answers have the solution's types", async () => {
  const grade: Grade<typeof solution> = defineExercise<typeof solution>({
    checks: [
      value({
        name: "optional arguments may be left out",
        of: "scale",
        cases: [
          { args: () => [tensor([1])], expected: tensor([2]) },
          { args: () => [tensor([1]), 3], expected: (x, factor = 2) => x.mul(factor) },
        ],
      }),
      property({
        name: "records and options",
        of: "update",
        args: (random) => [{ W1: tensor(random.numbers(2)) }, { lr: random() }],
      }),
      invariant({
        name: "answers are awaited",
        of: "scale",
        args: () => [tensor([1])],
        holds: (y, x) => y.ndim === x.ndim,
      }),
      gradient({
        name: "values by the names of arguments, numbers among them",
        of: "slope",
        args: (random) => [tensor([[1, 2]]), tensor(random.numbers(2)), 0.5],
        gradients: ({ dw, db }) => ({ w: dw, b: db }),
        loss: ({ w, b }: { w: Tensor; b: number }, X) =>
          X.mul(w.square())
            .sum()
            .add(b * b),
      }),
      // @ts-expect-error there is no function of this name
      value({ name: "unknown function", of: "scales", cases: [] }),
      // @ts-expect-error the argument is no tensor
      value({ name: "wrong argument", of: "scale", cases: [{ args: () => ["x"] }].slice(1) }),
      // @ts-expect-error a number is no function
      value({ name: "no function", of: "rows", cases: [] }),
    ],
  });
  const result = await runGrade(grade, {
    learner: solution,
    reference: solution,
    library: gradus,
  });
  expect(result.checks.map((check) => check.failure?.message ?? check.status)).toEqual(
    grade.map(() => "passed"),
  );
});
