import { defineExercise, invariant, property, pure, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for the example in the task",
      of: "normalizeRows",
      cases: [
        {
          args: () => [
            tensor([
              [3, 4],
              [6, 8],
            ]),
          ],
          expected: tensor([
            [0.6, 0.8],
            [0.6, 0.8],
          ]),
        },
      ],
    }),
    property({
      name: "holds for tables of any size",
      of: "normalizeRows",
      args: (random) => {
        const [rows, columns] = [random.int(1, 5), random.int(1, 5)];
        return [tensor(random.numbers(rows * columns, 0.5, 3)).reshape([rows, columns])];
      },
    }),
    invariant({
      name: "gives rows of length 1, whatever the signs",
      of: "normalizeRows",
      runs: 5,
      args: (random) => [tensor(random.numbers(12, -4, 4)).reshape([3, 4])],
      holds: async (rows) => {
        const lengths = Array.from(await rows.square().sum(1).sqrt().data(), Number);
        const bad = lengths.findIndex((length) => !(Math.abs(length - 1) < 1e-4));
        return (
          bad < 0 ||
          `Row ${bad} of the answer has length ${lengths[bad]?.toPrecision(4)}, expected 1.`
        );
      },
    }),
    pure({
      name: "leaves its input alone",
      of: "normalizeRows",
      args: () => [tensor([[3, -4]])],
    }),
  ],
  mistakes: {
    "columns instead of rows": [
      replace("sum(1", "sum(0"),
      "You added up along direction 0, down each column. Along a row it is direction 1.",
    ],
    "in place": replace("x.div", "x.div_"),
    "keepdim is missing": [
      replace("1, { keepdim: true }", "1"),
      "Your lengths have shape [2]. Lined up at the right they are a row, so each column was divided, not each row. Ask for a column: sum(1, { keepdim: true }).",
    ],
    "the root is missing": [
      replace(".sqrt()", ""),
      "You divided by the squared length. Take the root of the sum first.",
    ],
    "the squares are missing": [
      replace("square().sum(1, { keepdim: true }).sqrt(", "sum(1, { keepdim: true }"),
      "You divided by the sum of the numbers, so that each row adds up to 1. The length needs squares, and a root.",
    ],
    "positive only": replace("square", "clamp(0).square"),
    "two columns only": replace(
      "const norms = x.square().sum(1, { keepdim: true }).sqrt();",
      `const pair = x.narrow(1, 0, Math.min(2, x.shape[1] ?? 0));
  const norms = pair.square().sum(1, { keepdim: true }).sqrt();`,
    ),
    "one length for all": [
      replace("1, { keepdim: true }", ""),
      "You divided by the length of the whole table. Each row has a length of its own: sum(1, …).",
    ],
  },
  alternatives: {
    norm: replace("square().sum(1, { keepdim: true }).sqrt(", "norm(2, 1, { keepdim: true }"),
    reshape: replace(
      "square().sum(1, { keepdim: true }).sqrt(",
      "mul(x).sum(1).sqrt().reshape([-1, 1]",
    ),
  },
});
