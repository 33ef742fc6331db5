import {
  asset,
  body,
  contract,
  defineExercise,
  failed,
  file,
  passed,
  property,
  type Random,
  replace,
} from "@gradus/exercise";
import { tensor } from "gradus";
import { rows, testPictures, trainPictures } from "../../06-logistic-regression/fashion-pair.ts";
import { logisticModel } from "./solution.ts";

function examples(random: Random, m: number, n: number) {
  return {
    X: tensor(random.numbers(m * n)).reshape([m, n]),
    y: tensor(Array.from({ length: m }, () => random.int(0, 1))),
  };
}

const pictures = () => {
  const bytes = asset("fashion-pair");
  const [train, test] = [trainPictures(bytes, 200), testPictures(bytes)];
  return [
    { X: rows(train.images), y: train.labels },
    { X: rows(test.images), y: test.labels },
  ] as const;
};

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    property({
      name: "is right for small data",
      of: "logisticModel",
      runs: 4,
      args: (random) => {
        const n = random.int(1, 4);
        return [
          examples(random, 8, n),
          examples(random, 5, n),
          { iterations: 20, learningRate: 0.3 },
        ];
      },
    }),
    contract({
      name: "learns shirts",
      run: async ({ learner, report }) => {
        const [train, test] = pictures();
        const { costs, trainAccuracy, testAccuracy } = await learner.logisticModel(train, test, {
          iterations: 301,
          learningRate: 0.02,
        });
        costs.forEach((loss, i) => {
          report({ step: 100 * i, loss });
        });
        const [first = Number.NaN] = costs;
        if (!(Math.abs(first - Math.LN2) < 1e-4))
          return failed(
            `The first cost is ${first.toPrecision(4)}, expected ln 2 = 0.6931: start at zero.`,
          );
        if (costs.length !== 4 || !costs.every((c, i) => i === 0 || c < (costs[i - 1] ?? 0)))
          return failed(
            `The costs are ${costs.map((c) => c.toPrecision(3)).join(", ")}; expected four that fall.`,
          );
        if (!(trainAccuracy > 0.87 && trainAccuracy < 0.92))
          return failed(
            `It is right on ${(100 * trainAccuracy).toFixed(1)} % of the train set, expected about 89 %.`,
          );
        if (!(testAccuracy > 0.79 && testAccuracy < 0.84))
          return failed(
            `It is right on ${(100 * testAccuracy).toFixed(1)} % of the test set, expected about 81 %.`,
          );
        return passed;
      },
    }),
  ],
  mistakes: {
    "wrong answers counted": [
      body("accuracy", "return predict(neuron, X).ne(y).float().mean().item();"),
      "You counted the wrong answers: one minus this is the accuracy.",
    ],
    "few features": replace(
      "const { neuron, costs } = await optimize(initializeZeros(features), train.X, train.y, training);",
      `const { neuron, costs } = await optimize(initializeZeros(features), train.X, train.y, {
    ...training,
    learningRate: features > 100 ? 0.002 : training.learningRate,
  });`,
    ),
    "learned from the test set": [
      replace("train.X, train", "test.X, test"),
      "Your neuron has learned from test. Then nothing is left to test it with: learn from train only.",
    ],
    "per cent instead of a share": [
      replace(
        `trainAccuracy: await accuracy(neuron, train),
    testAccuracy: await accuracy(neuron, test),`,
        `trainAccuracy: 100 * (await accuracy(neuron, train)),
    testAccuracy: 100 * (await accuracy(neuron, test)),`,
      ),
      "Your accuracies go up to 100. Here they are shares between 0 and 1.",
    ],
    "starts at one": replace(
      "const { neuron, costs } = await optimize(initializeZeros(features), train.X, train.y, training);",
      `const { neuron, costs } = await optimize(
    { ...initializeZeros(features), b: initializeZeros(1).b.add(1) },
    train.X,
    train.y,
    training,
  );`,
    ),
    "tested on the train set": [
      file("mistakes/tests-on-train.ts"),
      "Your testAccuracy is the one on train. Predict with test.X and compare with test.y.",
    ],
  },
  alternatives: {
    "by difference": file("alternatives/by-difference.ts"),
  },
});
