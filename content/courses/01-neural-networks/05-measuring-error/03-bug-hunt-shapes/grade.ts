import { body, defineExercise, every, property, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "meanError",
  example: [
    [
      "has no error where every guess is right",
      () => [tensor([[500], [700], [900]]), tensor([500, 700, 900])],
      tensor(0),
    ],
    [
      "adds up sizes, and divides by their number",
      () => [tensor([[1], [5], [2]]), tensor([3, 1, 2])],
      tensor(2),
    ],
  ],
  any: (r) => {
    const m = r.int(1, 7);
    return [r.table(m, 1, 0, 9), r.list(m, 0, 9)];
  },
  checks: [
    value({
      name: "scales columns",
      of: "scaled",
      cases: [
        {
          args: () => [tensor([50, 1, 70, 5]).reshape([2, 2])],
          expected: tensor([-1, -1, 1, 1]).reshape([2, 2]),
        },
      ],
    }),
    property({
      name: "scales columns of any table",
      of: "scaled",
      edges: ["equal"],
      args: (r) => [r.table(r.int(2, 12), r.int(1, 5), -5, 20)],
    }),
    value({
      name: "guesses as before",
      of: "guessedRents",
      cases: [{ args: () => [tensor([50, 1, 70, 5]).reshape([2, 2]), tensor([10, 20]), 80] }],
    }),
  ],
  bugs: {
    "every guess against every rent": [
      replace("guesses.squeeze(1)", "guesses"),
      "Your difference is a table: the column was stretched along the row. Give both the same shape first, with squeeze(1) or unsqueeze(1).",
    ],
    "rows instead of columns": [
      every("mean(0,", "mean(1,"),
      "Each flat was scaled by its own numbers, square metres together with rooms. A column holds one feature: the means run along direction 0.",
    ],
  },
  mistakes: {
    "mistakes cancel": [
      replace(".abs()", ""),
      "Two too low and four too high have partly cancelled. Take the sizes with abs() before the mean.",
    ],
    "the sum instead of the mean": [
      replace("abs().mean()", "abs().sum()"),
      "These are all errors added up. Here it is their mean.",
    ],
    "one mean for the whole table": [
      every("mean(0, { keepdim: true })", "mean()"),
      "You took the mean of all numbers. Each column has one of its own: mean(0, …).",
    ],
    "the root is missing": [
      replace(".sqrt()", ""),
      "You divided by the mean of the squares. The spread is its root.",
    ],
    "three flats": replace(
      "guesses.squeeze(1).sub(rents)",
      "guesses.squeeze(1).sub(rents).narrow(0, 0, Math.min(3, rents.size(0)))",
    ),
    "two columns": replace("div(spread)", "div(flats.size(1) > 2 ? spread.mul(2) : spread)"),
    "a list of rents": [
      replace("w.reshape([-1, 1])", "w"),
      "guessedRents is changed: its answer was a column, [m, 1]. There is no bug in it.",
    ],
  },
  alternatives: {
    "the library's calls": [
      body("scaled", "return flats.sub(flats.mean(0)).div(flats.std(0, { correction: 0 }));"),
      body("meanError", "return nn.functional.l1Loss(guesses.squeeze(1), rents);"),
      "std is the spread, and the L1 loss this mean, once both have one shape.",
    ],
    "rents as a column": [
      body("meanError", "return guesses.sub(rents.unsqueeze(1)).abs().mean();"),
      "It makes a column of the rents, where the other makes a list of the guesses.",
    ],
  },
});
