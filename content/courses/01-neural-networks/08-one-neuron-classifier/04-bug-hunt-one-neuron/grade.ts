import {
  asset,
  body,
  contract,
  defineExercise,
  failed,
  passed,
  replace,
  value,
} from "@gradus/exercise";
import { tensor } from "gradus";
import { testPictures, trainPictures } from "../../06-logistic-regression/fashion-pair.ts";

export default defineExercise<typeof import("./solution.ts")>({
  of: "accuracy",
  example: ["counts right answers", () => [tensor([1, 0, 1, 1, 0]), tensor([0, 1, 0, 0, 0])], 0.2],
  any: (r) => {
    const m = r.int(1, 9);
    return [r.bits([m]), r.bits([m])];
  },
  checks: [
    value({
      name: "keeps each picture in its row",
      of: "prepare",
      cases: [
        {
          args: () => [tensor([0, 51, 102, 153, 204, 255]).reshape([3, 1, 2])],
          expected: tensor([0, 0.2, 0.4, 0.6, 0.8, 1]).reshape([3, 2]),
        },
      ],
    }),
    contract({
      name: "is right on about 89 % and 81 %",
      run: async ({ learner, report }) => {
        const bytes = asset("fashion-pair");
        const made = await learner.run(trainPictures(bytes, 200), testPictures(bytes));
        made.costs.forEach((loss, i) => {
          report({ step: 100 * i, loss });
        });
        const { trainAccuracy, testAccuracy } = made;
        return Math.abs(trainAccuracy - 0.895) < 0.02 && Math.abs(testAccuracy - 0.815) < 0.02
          ? passed
          : failed(
              `run says ${trainAccuracy.toFixed(3)} and ${testAccuracy.toFixed(3)}, expected about 0.895 and 0.815.`,
            );
      },
    }),
  ],
  bugs: {
    "mistakes cancel": [
      replace(".abs()", ""),
      "A 1 that should be 0 counts +1, a 0 that should be 1 counts −1, and the two cancel. Count the sizes.",
    ],
    "reshaped first, then transposed": [
      replace("reshape([m, -1])", "reshape([-1, m]).t()"),
      "The shape is right, but a row has pixels of several pictures. Keep m as the first side, and roll out the rest.",
    ],
  },
  mistakes: {
    "the sum instead of the mean": [
      replace("abs().mean()", "abs().sum()"),
      "You subtract the number of wrong answers from 1. It has to be their share: the mean.",
    ],
    "the share of wrong answers": [
      replace("1 - (await wrong.item())", "await wrong.item()"),
      "This is the share of wrong answers. One minus it is the accuracy.",
    ],
    "not scaled": [
      replace(".div(255)", ""),
      "The pictures are whole, but the numbers go up to 255. Divide by 255, as it was before.",
    ],
    "tested on the train set": [
      replace(
        "predict(neuron, prepare(test.images)), test.labels",
        "predict(neuron, X), train.labels",
      ),
      "Both of your accuracies are those of the train set. run had no bug: let it test on test.",
    ],
    "for four examples": replace("mean()", "sum().div(4)"),
  },
  alternatives: {
    "right ones counted": [
      body("accuracy", "return await predictions.eq(labels).float().mean().item();"),
      "It counts the right answers, where the other counts the wrong ones.",
    ],
    flatten: [
      body("prepare", "return images.flatten(1).div(255);"),
      "The library has a call for it.",
    ],
  },
});
