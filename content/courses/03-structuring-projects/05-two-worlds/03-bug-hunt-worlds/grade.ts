import { defineExercise, property, type Random, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { Rows, Sets } from "./solution.ts";

const rowsOf = (X: number[][], labels: number[]): Rows => ({
  X: tensor(X),
  labels: tensor(labels).int(),
});

/** Two classes, a little mixed; photos are the same, at half the brightness. */
const sets = (light = 0.5): Sets => ({
  training: rowsOf(
    [
      [2, 3],
      [3, 2],
      [2.2, 2.8],
      [6, 7],
      [7, 5],
      [6.4, 6],
      [4.6, 5.2],
    ],
    [0, 0, 0, 1, 1, 1, 0],
  ),
  trainDev: rowsOf(
    [
      [2.5, 2],
      [3, 6.8],
      [6.6, 6.1],
      [4, 4],
    ],
    [0, 0, 1, 1],
  ),
  dev: rowsOf(
    [
      [2 * light, 2.6 * light],
      [2.4 * light, 3 * light],
      [6.2 * light, 5.6 * light],
      [7 * light, 6.2 * light],
      [8 * light, 10.5 * light],
    ],
    [0, 0, 1, 1, 1],
  ),
});

/** Random rows of three classes, and sets that are brighter or darker. */
function any(random: Random<Tensor>): [Sets, number, number] {
  const some = (each: number, light: number): Rows => {
    const labels = Array.from({ length: 3 * each }, (_, i) => i % 3);
    const X = labels.map((c) => [c, -c, c * c].map((v) => light * (5 + v + 2 * random())));
    return rowsOf(X, labels);
  };
  return [
    {
      training: some(random.int(2, 4), 1),
      trainDev: some(random.int(1, 3), 1),
      dev: some(random.int(1, 3), 0.4 + random()),
    },
    3,
    0.1 * random(),
  ];
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "brings all sets to the scale of what was learned from",
      of: "scaled",
      cases: [{ args: () => [sets()] }],
    }),
    value({
      name: "reports the gaps of two classes",
      of: "report",
      cases: [
        { name: "photos half as bright", args: () => [sets(), 2, 0.05] },
        { name: "photos as bright as the others", args: () => [sets(1), 2, 0] },
      ],
    }),
    property({ name: "reports any sets", of: "report", runs: 8, args: any }),
  ],
  bugs: {
    "each set on its own scale": [
      replace(
        "  const { X } = sets.training;\n  const [mean, spread] = [X.mean(0), X.std(0, { correction: 0 })];\n  const onScale = (rows: Rows): Rows => ({\n    X: rows.X.sub(mean).div(spread),\n    labels: rows.labels,\n  });\n",
        "  const onScale = ({ X, labels }: Rows): Rows => {\n    const [mean, spread] = [X.mean(0), X.std(0, { correction: 0 })];\n    return { X: X.sub(mean).div(spread), labels };\n  };\n",
      ),
      "Each set is brought to its own mean and spread, so dark photos become as bright as the others before anything is measured. Use those of the training set for all.",
    ],
    "mismatch from the training error": [
      replace("mismatch: onDev - onTrainDev", "mismatch: onDev - onTraining"),
      "The mismatch is measured from the training error, so it has the variance in it once more. Measure from the train-dev error.",
    ],
  },
  mistakes: {
    "the scale of all sets": [
      replace(
        "const { X } = sets.training;",
        "const X = cat([sets.training.X, sets.trainDev.X, sets.dev.X], 0);",
      ),
      "Mean and spread come from all sets together. Then what is measured with has a say in the scale: take the training set's.",
    ],
    "the scale of dev": [
      replace("const { X } = sets.training;", "const { X } = sets.dev;"),
      "Mean and spread come from the dev set. The scale is a part of what is learned, so it comes from the training set.",
    ],
    "not scaled at all": [
      replace("X: rows.X.sub(mean).div(spread)", "X: rows.X"),
      "Nothing is brought to one scale any more. All sets get the mean and the spread of the training set.",
    ],
    "dev stays as it is": [
      replace("dev: onScale(sets.dev)", "dev: sets.dev"),
      "The dev set is not brought to the scale. The network knows no other: every set gets the training set's mean and spread.",
    ],
    "not around 0": [
      replace("rows.X.sub(mean).div(spread)", "rows.X.div(spread)"),
      "The mean is no longer subtracted. Each column should have mean 0 and spread 1 on the training set.",
    ],
    "variance from the best": [
      replace("variance: onTrainDev - onTraining", "variance: onTrainDev - best"),
      "The variance is measured from the best possible error now. It was right: train-dev minus training.",
    ],
    "the largest of both": [
      replace("mismatch: onDev - onTrainDev", "mismatch: onDev - Math.max(onTraining, onTrainDev)"),
      "The mismatch is measured from the larger of two errors. It is always measured from the train-dev error.",
    ],
    "all dev error": [
      replace("mismatch: onDev - onTrainDev", "mismatch: onDev"),
      "This is the whole dev error. The mismatch is what it has above the train-dev error.",
    ],
    "middles of train-dev": [
      replace("middlesOf(training, classes)", "middlesOf(trainDev, classes)"),
      "The middles come from the train-dev set now. They were right: they are what is learned.",
    ],
  },
  // Only what the hunt is about; with a middle in a wrong place everything falls to one class, whatever the cause.
  standard: { division: false, mean: false },
  alternatives: {
    "names at the end": [
      replace(
        "  return {\n    training: onScale(sets.training),\n    trainDev: onScale(sets.trainDev),\n    dev: onScale(sets.dev),\n  };",
        "  const { training, trainDev, dev } = sets;\n  const [a, b, c] = [training, trainDev, dev].map(onScale) as [Rows, Rows, Rows];\n  return { training: a, trainDev: b, dev: c };",
      ),
      "It brings the three sets to the scale in a loop.",
    ],
  },
});
