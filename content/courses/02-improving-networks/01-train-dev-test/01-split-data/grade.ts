import { defineExercise, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

/** The numbers 0 to m − 1 in an order that the dice say. */
function shuffled(m: number, random: () => number): Tensor {
  const order = Array.from({ length: m }, (_, i) => i);
  for (let i = m - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return tensor(order).int();
}

export default defineExercise<typeof import("./solution.ts")>({
  of: "splitData",
  example: [
    "is right for four rows",
    () => [
      tensor([
        [0, 1],
        [2, 3],
        [4, 5],
        [6, 7],
      ]),
      tensor([[10], [11], [12], [13]]),
      tensor([2, 0, 3, 1]).int(),
      1,
      1,
    ],
  ],
  any: (random) => {
    const [train, dev, test] = [random.int(1, 5), random.int(1, 4), random.int(1, 4)];
    const m = train + dev + test;
    return [random.table(m, random.int(1, 3)), random.table(m, 1), shuffled(m, random), dev, test];
  },
  mistakes: {
    "not shuffled": [
      replace(
        "const rows = order.narrow(0, from, count);\n    return { X: X.indexSelect(0, rows), Y: Y.indexSelect(0, rows) };",
        "return { X: X.narrow(0, from, count), Y: Y.narrow(0, from, count) };",
      ),
      "You took the rows as they stand. If the data are sorted, the dev set is another kind of data than the training set. Pick the rows that `order` names.",
    ],
    "X and Y apart": [
      replace("Y: Y.indexSelect(0, rows)", "Y: Y.narrow(0, from, count)"),
      "X is shuffled and Y is not, so most rows have another row's label. Pick both by the same row numbers.",
    ],
    "the dev set is learned from": [
      replace("train: part(0, trainCount)", "train: part(0, trainCount + devCount)"),
      "The dev rows are in your training set too. Then the dev accuracy says how well they were learned by heart.",
    ],
    "one set twice": [
      replace("test: part(trainCount + devCount, testCount)", "test: part(trainCount, testCount)"),
      "Your test set begins where the dev set begins, so they share rows. The test set has to be what you never chose with.",
    ],
    "dev and test swapped": [
      replace("dev: part(trainCount, devCount)", "dev: part(trainCount + testCount, devCount)"),
      replace("test: part(trainCount + devCount, testCount)", "test: part(trainCount, testCount)"),
      "The test rows come before the dev rows in your answer. The order is: train, dev, test.",
    ],
    "dev first": [
      replace("train: part(0, trainCount)", "train: part(devCount + testCount, trainCount)"),
      replace("dev: part(trainCount, devCount)", "dev: part(0, devCount)"),
      replace("test: part(trainCount + devCount, testCount)", "test: part(devCount, testCount)"),
      "You cut dev and test off the front. Here the training rows come first.",
    ],
    "the test set is forgotten in the count": [
      replace("X.size(0) - devCount - testCount", "X.size(0) - devCount"),
      "Your training set has as many rows as there are without the dev set. The test rows have to go as well.",
    ],
  },
  alternatives: {
    "shuffle first, cut later": [
      replace(
        "const rows = order.narrow(0, from, count);\n    return { X: X.indexSelect(0, rows), Y: Y.indexSelect(0, rows) };",
        "const [sx, sy] = [X.indexSelect(0, order), Y.indexSelect(0, order)];\n    return { X: sx.narrow(0, from, count), Y: sy.narrow(0, from, count) };",
      ),
      "It shuffles all rows and cuts the shuffled table.",
    ],
  },
});
