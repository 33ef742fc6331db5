import { defineGrade, invariant, property, pure, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for the example in the task",
    of: "softmax",
    cases: [
      {
        args: () => [
          tensor([
            [0, 1],
            [3, 3],
          ]),
        ],
      },
    ],
    misconceptions: [
      {
        name: "the whole table adds up to 1",
        explanation:
          "Your shares add up to 1 over all rows. Each row stands for one example: sum along direction 1.",
        answer: (x) => x.exp().div(x.exp().sum()),
      },
      {
        name: "the columns add up to 1",
        explanation:
          "You worked down the columns, direction 0. The scores of one example stand in a row: direction 1.",
        answer: (x) => x.softmax(0),
      },
      {
        name: "keepdim is missing",
        explanation:
          "Your sums have shape [2]. Lined up at the right they are a row, so each column was divided, not each row. Ask for a column: sum(1, { keepdim: true }).",
        answer: (x) => x.exp().div(x.exp().sum(1)),
      },
      {
        name: "the power is missing",
        explanation:
          "You divided the scores by their sum. Take e to the power of each score first: .exp().",
        answer: (x) => x.div(x.sum(1, { keepdim: true })),
      },
      {
        name: "the division is missing",
        explanation:
          "These are the powers. Divide them by the sum of their row, so that they add up to 1.",
        answer: (x) => x.exp(),
      },
    ],
  }),
  property({
    name: "holds for tables of any size",
    of: "softmax",
    args: (random) => {
      const [rows, classes] = [random.int(1, 5), random.int(1, 6)];
      return [tensor(random.numbers(rows * classes, -5, 5)).reshape([rows, classes])];
    },
  }),
  value({
    name: "stays a number for large scores",
    of: "softmax",
    cases: [
      {
        args: () => [
          tensor([
            [1000, 1000],
            [999, 1001],
          ]),
        ],
        expected: tensor([
          [0.5, 0.5],
          [0.1192029, 0.8807971],
        ]),
      },
    ],
    misconceptions: [
      {
        name: "the largest score is not subtracted",
        explanation:
          "e to the power 1000 is Infinity, and Infinity / Infinity is NaN. Subtract each row's largest score before exp: the shares stay the same.",
        answer: (x) => x.exp().div(x.exp().sum(1, { keepdim: true })),
      },
    ],
  }),
  value({
    name: "gives each row its own largest score",
    of: "softmax",
    cases: [
      {
        name: "rows of very different size",
        args: () => [
          tensor([
            [1000, 1001],
            [0, 1],
          ]),
        ],
      },
    ],
    misconceptions: [
      {
        name: "one largest score for all rows",
        explanation:
          "You subtracted the largest score of the whole table. In a row of small scores every power then becomes 0, and 0 / 0 is NaN. Use amax(1, { keepdim: true }).",
        answer: (x) => {
          const powers = x.sub(x.amax()).exp();
          return powers.div(powers.sum(1, { keepdim: true }));
        },
      },
    ],
  }),
  invariant({
    name: "gives shares that add up to 1",
    of: "softmax",
    args: (random) => [tensor(random.numbers(600, -30, 30)).reshape([200, 3])],
    holds: async (shares) => {
      const sums = Array.from(await shares.sum(1).data(), Number);
      const bad = sums.findIndex((s) => !(Math.abs(s - 1) < 1e-4));
      return (
        bad < 0 || `Row ${bad} of the answer adds up to ${sums[bad]?.toPrecision(4)}, expected 1.`
      );
    },
  }),
  pure({
    name: "leaves its input alone",
    of: "softmax",
    args: () => [tensor([[1, 2]])],
  }),
]);
