import { defineGrade, invariant, property, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "has no error where every guess is right",
    of: "meanError",
    cases: [
      {
        name: "three flats",
        args: () => [tensor([[500], [700], [900]]), tensor([500, 700, 900])],
        expected: tensor(0),
      },
    ],
    misconceptions: [
      {
        name: "every guess against every rent",
        explanation:
          "Your difference has shape [3, 3]: the column was stretched along the row. Give both the same shape first, with squeeze(1) or unsqueeze(1).",
        answer: (guesses, rents) => guesses.sub(rents).abs().mean(),
      },
    ],
  }),
  value({
    name: "adds up sizes, and divides by their number",
    of: "meanError",
    cases: [{ args: () => [tensor([[1], [5]]), tensor([3, 1])], expected: tensor(3) }],
    misconceptions: [
      {
        name: "mistakes cancel",
        explanation:
          "Two too low and four too high have partly cancelled. Take the sizes with abs() before the mean.",
        answer: (guesses, rents) => guesses.squeeze(1).sub(rents).mean(),
      },
      {
        name: "the sum instead of the mean",
        explanation: "These are all errors added up. Here it is their mean.",
        answer: (guesses, rents) => guesses.squeeze(1).sub(rents).abs().sum(),
      },
    ],
  }),
  value({
    name: "scales columns",
    of: "scaled",
    cases: [
      {
        name: "two flats",
        args: () => [
          tensor([
            [50, 1],
            [70, 5],
          ]),
        ],
        expected: tensor([
          [-1, -1],
          [1, 1],
        ]),
      },
    ],
    misconceptions: [
      {
        name: "rows instead of columns",
        explanation:
          "Each flat was scaled by its own numbers, square metres together with rooms. A column holds one feature: the means run along direction 0.",
        answer: (flats) => {
          const mean = flats.mean(1, { keepdim: true });
          const off = flats.sub(mean);
          return off.div(off.square().mean(1, { keepdim: true }).sqrt());
        },
      },
      {
        name: "one mean for the whole table",
        explanation:
          "You took the mean of all numbers. Each column has one of its own: mean(0, …).",
        answer: (flats) => {
          const off = flats.sub(flats.mean());
          return off.div(off.square().mean().sqrt());
        },
      },
      {
        name: "the root is missing",
        explanation: "You divided by the mean of the squares. The spread is its root.",
        answer: (flats) => {
          const off = flats.sub(flats.mean(0, { keepdim: true }));
          return off.div(off.square().mean(0, { keepdim: true }));
        },
      },
    ],
  }),
  property({
    name: "counts the errors of any number of flats",
    of: "meanError",
    args: (random) => {
      const m = random.int(1, 7);
      return [tensor(random.numbers(m, 0, 9)).reshape([m, 1]), tensor(random.numbers(m, 0, 9))];
    },
  }),
  invariant({
    name: "gives every column mean 0 and spread 1",
    of: "scaled",
    runs: 5,
    args: (random) => [tensor(random.numbers(60, -5, 20)).reshape([12, 5])],
    holds: async (table) => {
      const means = Array.from(await table.mean(0).data(), Number);
      const spreads = Array.from(await table.square().mean(0).sqrt().data(), Number);
      const bad = means.findIndex(
        (v, i) => !(Math.abs(v) < 1e-3 && Math.abs((spreads[i] as number) - 1) < 1e-3),
      );
      return (
        bad < 0 ||
        `Column ${bad} has mean ${means[bad]?.toPrecision(3)} and spread ${spreads[bad]?.toPrecision(3)}, expected 0 and 1.`
      );
    },
  }),
]);
