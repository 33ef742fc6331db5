import {
  asset,
  body,
  contract,
  defineExercise,
  failed,
  file,
  passed,
  property,
  replace,
  value,
} from "@gradus/exercise";
import { tensor } from "gradus";
import { testPictures, trainPictures } from "../../06-logistic-regression/fashion-pair.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "counts right answers",
      of: "accuracy",
      cases: [
        {
          name: "one of four right",
          args: () => [tensor([1, 0, 1, 0]), tensor([0, 1, 0, 0])],
          expected: 0.25,
        },
      ],
    }),
    value({
      name: "keeps each picture in its row",
      of: "prepare",
      cases: [
        {
          name: "three pictures of 1 by 2",
          args: () => [tensor([0, 51, 102, 153, 204, 255]).reshape([3, 1, 2])],
          expected: tensor([
            [0, 0.2],
            [0.4, 0.6],
            [0.8, 1],
          ]),
        },
      ],
    }),
    property({
      name: "counts right answers of any number of examples",
      of: "accuracy",
      args: (random) => {
        const m = random.int(1, 9);
        const bits = () => tensor(Array.from({ length: m }, () => random.int(0, 1)));
        return [bits(), bits()];
      },
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
              `run says ${(100 * trainAccuracy).toFixed(1)} % and ${(100 * testAccuracy).toFixed(1)} %, expected about 89 % and 81 %.`,
            );
      },
    }),
  ],
  mistakes: {
    "mistakes cancel": [
      replace("abs().mean", "mean"),
      "A 1 that should be 0 counts +1, a 0 that should be 1 counts −1, and the two cancel. Count the sizes.",
    ],
    "four only": replace("mean(", "sum().div(4"),
    "reshaped first, then transposed": [
      replace("m, -1]", "-1, m]).t("),
      "The shape is right, but a row has pixels of several pictures. Keep m as the first side, and roll out the rest.",
    ],
    "the sum instead of the mean": [
      replace("mean", "sum"),
      "You subtract the number of wrong answers from 1. It has to be their share: the mean.",
    ],
    "tests on train": file("mistakes/tests-on-train.ts"),
    "not scaled": [
      replace(".div(255)", ""),
      "The pictures are whole, but the numbers go up to 255. Divide by 255, as it was before.",
    ],
  },
  alternatives: {
    eq: body("accuracy", "return await predictions.eq(labels).float().mean().item();"),
    flatten: body("prepare", "return images.flatten(1).div(255);"),
  },
});
