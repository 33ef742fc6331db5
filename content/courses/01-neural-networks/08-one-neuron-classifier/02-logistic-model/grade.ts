import {
  asset,
  contract,
  defineGrade,
  failed,
  passed,
  property,
  type Random,
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

export default defineGrade<typeof import("./solution.ts")>([
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
    misconceptions: [
      {
        name: "tested on the train set",
        explanation:
          "Your testAccuracy is the one on train. Predict with test.X and compare with test.y.",
        answer: async (train, _test, training) => {
          return logisticModel(train, train, training);
        },
      },
      {
        name: "learned from the test set",
        explanation:
          "Your neuron has learned from test. Then nothing is left to test it with: learn from train only.",
        answer: async (train, test, training) => {
          const model = await logisticModel(test, train, training);
          return { ...model, trainAccuracy: model.testAccuracy, testAccuracy: model.trainAccuracy };
        },
      },
      {
        name: "per cent instead of a share",
        explanation: "Your accuracies go up to 100. Here they are shares between 0 and 1.",
        answer: async (train, test, training) => {
          const model = await logisticModel(train, test, training);
          return {
            ...model,
            trainAccuracy: 100 * model.trainAccuracy,
            testAccuracy: 100 * model.testAccuracy,
          };
        },
      },
      {
        name: "wrong answers counted",
        explanation: "You counted the wrong answers: one minus this is the accuracy.",
        answer: async (train, test, training) => {
          const model = await logisticModel(train, test, training);
          return {
            ...model,
            trainAccuracy: 1 - model.trainAccuracy,
            testAccuracy: 1 - model.testAccuracy,
          };
        },
      },
    ],
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
]);
