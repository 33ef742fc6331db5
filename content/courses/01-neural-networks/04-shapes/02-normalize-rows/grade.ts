import { defineGrade, invariant, property, pure, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
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
    misconceptions: [
      {
        name: "keepdim is missing",
        explanation:
          "Your lengths have shape [2]. Lined up at the right they are a row, so each column was divided, not each row. Ask for a column: sum(1, { keepdim: true }).",
        answer: (x) => x.div(x.square().sum(1).sqrt()),
      },
      {
        name: "columns instead of rows",
        explanation:
          "You added up along direction 0, down each column. Along a row it is direction 1.",
        answer: (x) => x.div(x.square().sum(0, { keepdim: true }).sqrt()),
      },
      {
        name: "one length for all",
        explanation:
          "You divided by the length of the whole table. Each row has a length of its own: sum(1, …).",
        answer: (x) => x.div(x.square().sum().sqrt()),
      },
      {
        name: "the root is missing",
        explanation: "You divided by the squared length. Take the root of the sum first.",
        answer: (x) => x.div(x.square().sum(1, { keepdim: true })),
      },
      {
        name: "the squares are missing",
        explanation:
          "You divided by the sum of the numbers, so that each row adds up to 1. The length needs squares, and a root.",
        answer: (x) => x.div(x.sum(1, { keepdim: true })),
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
]);
