import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "normaliseSets",
  example: [
    "is right for three small sets",
    () => [
      tensor([
        [1, 300, 5],
        [3, 100, 5],
        [4, 150, 5],
        [8, 250, 5],
      ]),
      tensor([
        [10, 50, 5],
        [2, 170, 6],
      ]),
      tensor([
        [7, 900, 5],
        [0, 410, 4],
        [5, 130, 7],
      ]),
    ],
  ],
  any: (random) => {
    const columns = random.int(1, 4);
    const table = (most: number) => random.table(random.int(1, most), columns, -20, 50);
    return [table(6), table(4), table(4)];
  },
  edges: ["one", "equal"],
  mistakes: {
    "each by its own": [
      replace("const { mean, spread } = fitScaler(train);\n  ", ""),
      replace(
        "X.sub(mean).div(spread);",
        "{\n    const { mean, spread } = fitScaler(X);\n    return X.sub(mean).div(spread);\n  };",
      ),
      "Each set is normalised by its own mean and spread. Then the same customer becomes other numbers in each set, and the network has learned only the training set's. Take the training set's for all.",
    ],
    "all three together": [
      replace("fitScaler(train)", "fitScaler(cat([train, dev, test]))"),
      "Mean and spread come from all three sets. So dev and test have a say in what is learned from: that is leakage. Take the training set alone.",
    ],
    "train and dev together": [
      replace("fitScaler(train)", "fitScaler(cat([train, dev]))"),
      "Mean and spread come from the training and the dev set. What is learned from must not know the dev set: take the training set alone.",
    ],
    "means of their own": [
      replace("X.sub(mean)", "X.sub(X.mean(0))"),
      replace("const { mean, spread }", "const { spread }"),
      "Each set's own mean is subtracted. The spread you took from the training set: take the mean from there, too.",
    ],
    "by the dev set": [
      replace("fitScaler(train)", "fitScaler(dev)"),
      "You took the dev set's mean and spread. They come from the training set.",
    ],
    "only the training set": [
      replace("dev: apply(dev), test: apply(test)", "dev, test"),
      "Dev and test are as they were. The network has learned normalised numbers, so it has to be asked with such.",
    ],
    "the test set is forgotten": [
      replace("test: apply(test)", "test"),
      "The test set is as it was. It is normalised as the other two are.",
    ],
    "not divided": [
      replace("X.sub(mean).div(spread)", "X.sub(mean)"),
      "You moved the columns, but they are as wide as before. Divide by the spread.",
    ],
    "not moved": [
      replace("X.sub(mean).div(spread)", "X.div(spread)"),
      "You divided by the spread and left the means where they were. Subtract the mean first.",
    ],
    "divided first": [
      replace("X.sub(mean).div(spread)", "X.div(spread).sub(mean)"),
      "You divided first and then subtracted the mean, which is in the old units. Subtract first.",
    ],
    "by the variance": [
      replace("X.sub(mean).div(spread)", "X.sub(mean).div(spread.square())"),
      "You divided by the variance. Divide by the spread, its root.",
    ],
    "times the spread": [
      replace("X.sub(mean).div(spread)", "X.sub(mean).mul(spread)"),
      "You multiplied by the spread: wide columns become wider. Divide.",
    ],
    "dev and test swapped": [
      replace("dev: apply(dev), test: apply(test)", "dev: apply(test), test: apply(dev)"),
      "Dev and test have changed places.",
    ],
    "between 0 and 1": [
      replace(
        "const { mean, spread } = fitScaler(train);",
        "const mean = train.amin(0);\n  const spread = train.amax(0).sub(mean);",
      ),
      "You brought each column to 0..1, by smallest and largest. Here it is mean and spread.",
    ],
    "in place": replace("X.sub(mean).div(spread)", "X.sub_(mean).div(spread)"),
  },
  alternatives: {
    "from means and spreads of its own": [
      replace(
        "const { mean, spread } = fitScaler(train);",
        "const mean = train.mean(0, { keepdim: true });\n  const raw = train.std(0, { correction: 0, keepdim: true });\n  const spread = raw.add(raw.eq(0).float());",
      ),
      "It finds mean and spread anew, and adds 1 where the spread is 0.",
    ],
  },
});
