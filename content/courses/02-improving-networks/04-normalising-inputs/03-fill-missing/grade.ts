import {
  body,
  defineExercise,
  property,
  pure,
  type Random,
  replace,
  value,
} from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

const holed = (): Tensor =>
  tensor([
    [1, 40, 7],
    [Number.NaN, 10, 3],
    [6, Number.NaN, 5],
    [5, Number.NaN, 2],
    [2, 25, 6],
  ]);

/** A table with holes; the first row has none. */
function table(random: Random<Tensor>): Tensor {
  const [m, columns] = [random.int(1, 6), random.int(1, 4)];
  return tensor(
    Array.from({ length: m }, (_, i) =>
      Array.from({ length: columns }, () =>
        i > 0 && random() < 0.4 ? Number.NaN : 10 * random() - 3,
      ),
    ),
  );
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "finds the means of what is there",
      of: "presentMeans",
      cases: [{ args: () => [holed()] }],
    }),
    value({
      name: "fills each hole with its column's number",
      of: "fillMissing",
      cases: [{ args: () => [holed(), tensor([0.5, 20, -1])] }],
    }),
    property({
      name: "finds the means of any table",
      of: "presentMeans",
      edges: ["one"],
      args: (random) => [table(random)],
    }),
    property({
      name: "fills any table",
      of: "fillMissing",
      edges: ["one"],
      args: (random) => {
        const X = table(random);
        return [X, random.list(X.size(1))];
      },
    }),
    pure({
      name: "leaves its inputs alone",
      of: "fillMissing",
      args: () => [holed(), tensor([0.5, 20, -1])],
    }),
  ],
  mistakes: {
    "holes are in the mean": [
      replace("const numbers = where(holes, zerosLike(X), X);", "const numbers = X;"),
      "There are holes in your sums. Anything plus NaN is NaN, and NaN times 0 as well: put a 0 there with where, before you add up.",
    ],
    "all rows are counted": [
      replace("numbers.sum(0).div(holes.logicalNot().float().sum(0))", "numbers.mean(0)"),
      "You divided by the number of rows. Then a hole counts as a 0. Divide by how many numbers are there.",
    ],
    "the holes are counted": [
      replace("holes.logicalNot().float()", "holes.float()"),
      "You divided by the number of holes. Divide by the number of those that are there.",
    ],
    "one mean for all": [
      replace(
        "numbers.sum(0).div(holes.logicalNot().float().sum(0))",
        "numbers.sum().div(holes.logicalNot().float().sum()).expand([X.size(1)])",
      ),
      "You took one mean of the whole table. A month and a dollar do not mix: each column has its own.",
    ],
    "along the rows": [
      replace(
        "numbers.sum(0).div(holes.logicalNot().float().sum(0))",
        "numbers.sum(1).div(holes.logicalNot().float().sum(1))",
      ),
      "You went along the rows, so you have a mean for each example. Direction 0 goes down the columns.",
    ],
    "filled with 0": [
      replace("where(X.isnan(), means, X)", "where(X.isnan(), zerosLike(X), X)"),
      "You filled the holes with 0. A customer with 0 months is not one whose months are unknown: take the given means.",
    ],
    "means of its own": [
      replace("where(X.isnan(), means, X)", "where(X.isnan(), presentMeans(X), X)"),
      "You filled with the means of this table. Take the ones that are given: they come from the training set, for every set.",
    ],
    "the holes stay": [
      replace("where(X.isnan(), means, X)", "where(X.isnan(), X, means)"),
      "You kept the holes and replaced the numbers. where(condition, a, b) takes a where the condition is true: the mean comes first.",
    ],
    "all are filled": [
      replace("where(X.isnan(), means, X)", "means.expand(X.shape)"),
      "You replaced all numbers. Those that are there stay as they are.",
    ],
    "equal to NaN": [
      replace("where(X.isnan(), means, X)", "where(X.eq(Number.NaN), means, X)"),
      "The holes are still there. NaN is not equal to anything, not even to itself: ask isnan.",
    ],
    "added instead of filled": [
      replace("where(X.isnan(), means, X)", "where(X.isnan(), means, X.add(means))"),
    ],
    "rows with holes are left out": [
      body(
        "presentMeans",
        "const whole = X.isnan().float().sum(1).eq(0).float().reshape([-1, 1]);\n  return where(X.isnan(), zerosLike(X), X).mul(whole).sum(0).div(whole.sum());",
      ),
      "You left out every row with a hole in it, with all its other numbers. Each column's mean is of all the numbers it has.",
    ],
    "the mean of the row": [
      replace(
        "where(X.isnan(), means, X)",
        "where(X.isnan(), where(X.isnan(), zerosLike(X), X).mean(1, { keepdim: true }), X)",
      ),
      "You filled with a mean of the row. A row mixes months and dollars: take the column's number out of means.",
    ],
    "five rows, always": replace(
      "holes.logicalNot().float().sum(0)",
      "holes.float().sum(0).neg().add(5)",
    ),
    "three columns, always": replace(
      "where(X.isnan(), means, X)",
      "where(X.isnan(), means.reshape([1, 3]), X)",
    ),
    "in place": [
      replace("return where(X.isnan(), means, X);", "return X.copy_(where(X.isnan(), means, X));"),
    ],
  },
  alternatives: {
    "not equal to itself": [
      replace("const holes = X.isnan();", "const holes = X.ne(X);"),
      replace("where(X.isnan(), means, X)", "where(X.eq(X), X, means)"),
      "NaN is the only number that differs from itself.",
    ],
  },
});
