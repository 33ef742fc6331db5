import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "fitScaler",
  example: [
    "is right for four rows and three columns",
    () => [
      tensor([
        [1, 300, 5],
        [3, 100, 5],
        [4, 150, 5],
        [8, 250, 5],
      ]),
    ],
  ],
  any: (random) => [random.table(random.int(1, 6), random.int(1, 4), -20, 50)],
  edges: ["one", "equal"],
  alike: [
    [
      "square: X.sub(mean).square()",
      "comparison: spread.gt(0)",
      "distances that are not squared add up to 0, so that every spread is 0 and becomes 1",
    ],
  ],
  mistakes: {
    "the variance": [
      replace(".mean(0).sqrt()", ".mean(0)"),
      "This is the variance. The spread is its root, in the units of the column.",
    ],
    "m − 1": [
      replace("X.sub(mean).square().mean(0).sqrt()", "X.std(0)"),
      "You divided by m − 1, as std does unless told. Here it is m: `correction: 0`. With a single row, m − 1 would be 0.",
    ],
    "0 stays 0": [
      replace("where(spread.gt(0), spread, onesLike(spread))", "spread"),
      "A column of equal numbers has a spread of 0, and who divides by it gets NaN. Give it 1.",
    ],
    "a small number below the root": [
      replace(".mean(0).sqrt()", ".mean(0).add(1e-8).sqrt()"),
      replace("where(spread.gt(0), spread, onesLike(spread))", "spread"),
      "You added a small number, so a column of equal numbers has a tiny spread. Who divides by it blows up the first customer that differs. Give it 1.",
    ],
    "everything plus 1": [
      replace("where(spread.gt(0), spread, onesLike(spread))", "spread.add(1)"),
      "You added 1 to every spread. Then no column ends up with a spread of 1.",
    ],
    "not from the mean": [
      replace("X.sub(mean).square()", "X.square()"),
      "You squared the numbers themselves. Take their distances from the mean.",
    ],
    "sizes instead of squares": [
      replace("X.sub(mean).square().mean(0).sqrt()", "X.sub(mean).abs().mean(0)"),
      "This is the mean distance from the mean. The spread squares first and takes the root at the end.",
    ],
    "the range": [
      replace("X.sub(mean).square().mean(0).sqrt()", "X.amax(0).sub(X.amin(0))"),
      "You took largest minus smallest. A single far number changes that completely: take the root of the variance.",
    ],
    "a sum of squares": [
      replace(".square().mean(0).sqrt()", ".square().sum(0).sqrt()"),
      "You added up the squares. Take their mean: otherwise more rows make a wider column.",
    ],
    "along the rows": [
      replace("X.mean(0)", "X.mean(1)"),
      replace("X.sub(mean).square().mean(0)", "X.sub(mean.unsqueeze(1)).square().mean(1)"),
      "You went along the rows, so you have two numbers for each example. Direction 0 goes down the columns.",
    ],
    "one mean for all": [
      replace("X.mean(0)", "X.mean().expand([X.size(1)])"),
      "You took one mean of the whole table. Each column has its own.",
    ],
  },
  alternatives: {
    "std without correction": [
      replace("X.sub(mean).square().mean(0).sqrt()", "X.std(0, { correction: 0 })"),
      "The library's std, told to divide by m.",
    ],
    "mean of squares minus squared mean": [
      replace(
        "X.sub(mean).square().mean(0).sqrt()",
        "X.double().square().mean(0).sub(X.double().mean(0).square()).relu().sqrt().float()",
      ),
      "The same number in another way. It needs more digits: two large numbers are subtracted.",
    ],
  },
});
