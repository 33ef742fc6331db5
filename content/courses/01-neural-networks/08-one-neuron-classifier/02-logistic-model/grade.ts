import { asset, body, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { tensor } from "gradus";
import { rows, testPictures, trainPictures } from "../../06-logistic-regression/fashion-pair.ts";

export default defineExercise<typeof import("./solution.ts")>({
  of: "logisticModel",
  example: [
    "is right for a few examples",
    () => [
      { X: tensor([[1], [2], [3], [4]]), y: tensor([0, 1, 0, 1]) },
      { X: tensor([[0], [1], [5]]), y: tensor([0, 1, 0]) },
      { iterations: 20, learningRate: 0.3 },
    ],
  ],
  any: (r) => {
    const n = r.int(1, 4);
    return [
      { X: r.table(8, n), y: r.bits([8]) },
      { X: r.table(5, n), y: r.bits([5]) },
      { iterations: 20, learningRate: 0.3 },
    ];
  },
  runs: 4,
  checks: [
    contract({
      name: "learns shirts",
      run: async ({ learner, report }) => {
        const bytes = asset("fashion-pair");
        const [train, test] = [trainPictures(bytes, 200), testPictures(bytes)];
        const { costs, trainAccuracy, testAccuracy } = await learner.logisticModel(
          { X: rows(train.images), y: train.labels },
          { X: rows(test.images), y: test.labels },
          { iterations: 301, learningRate: 0.02 },
        );
        costs.forEach((loss, i) => {
          report({ step: 100 * i, loss });
        });
        return Math.abs(trainAccuracy - 0.895) < 0.02 && Math.abs(testAccuracy - 0.815) < 0.02
          ? passed
          : failed(
              `logisticModel: the accuracies are ${trainAccuracy.toFixed(3)} on the train set and ${testAccuracy.toFixed(3)} on the test set, expected about 0.895 and 0.815.`,
            );
      },
    }),
  ],
  mistakes: {
    "learned from the test set": [
      replace("train.X, train.y", "test.X, test.y"),
      "Your neuron has learned from test. Then nothing is left to test it with: learn from train only.",
    ],
    "tested on the train set": [
      replace(
        "testAccuracy: await accuracy(neuron, test)",
        "testAccuracy: await accuracy(neuron, train)",
      ),
      "Your testAccuracy is the one on train. Predict with test.X and compare with test.y.",
    ],
    "the two accuracies swapped": [
      replace(
        "trainAccuracy: await accuracy(neuron, train)",
        "trainAccuracy: await accuracy(neuron, test)",
      ),
      replace(
        "testAccuracy: await accuracy(neuron, test)",
        "testAccuracy: await accuracy(neuron, train)",
      ),
      "The two accuracies have changed places: trainAccuracy is the one on what was learned from.",
    ],
    "wrong answers counted": [
      replace(".eq(y)", ".ne(y)"),
      "You counted the wrong answers: one minus this is the accuracy.",
    ],
    "right answers counted": [
      replace(".float().mean()", ".float().sum()"),
      "You counted the right answers. An accuracy is their share: the mean.",
    ],
    "per cent instead of a share": [
      replace(".mean().item()", ".mean().mul(100).item()"),
      "Your accuracies go up to 100. Here they are shares between 0 and 1.",
    ],
    "starts at one": [
      replace(
        "initializeZeros(features)",
        "{ ...initializeZeros(features), b: initializeZeros(1).b.add(1) }",
      ),
      "Your neuron does not begin at zero. Take it from initializeZeros as it is.",
    ],
    "for few features": replace(
      "train.y, training)",
      "train.y, { ...training, learningRate: features > 100 ? 0.002 : training.learningRate })",
    ),
  },
  alternatives: {
    "by difference": [
      body(
        "accuracy",
        "return predict(neuron, X).sub(y).abs().mean().item().then((wrong) => 1 - wrong);",
      ),
      "It takes the share of wrong answers from 1.",
    ],
  },
});
