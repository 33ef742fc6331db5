import { asset, contract, defineGrade, failed, passed, property, value } from "@gradus/exercise";
import { tensor } from "gradus";
import { testPictures, trainPictures } from "../../06-logistic-regression/fashion-pair.ts";

export default defineGrade<typeof import("./solution.ts")>([
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
    misconceptions: [
      {
        name: "mistakes cancel",
        explanation:
          "A 1 that should be 0 counts +1, a 0 that should be 1 counts −1, and the two cancel. Count the sizes.",
        answer: async (p, l) => 1 - (await p.sub(l).mean().item()),
      },
      {
        name: "the sum instead of the mean",
        explanation:
          "You subtract the number of wrong answers from 1. It has to be their share: the mean.",
        answer: async (p, l) => 1 - (await p.sub(l).abs().sum().item()),
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
    misconceptions: [
      {
        name: "reshaped first, then transposed",
        explanation:
          "The shape is right, but a row has pixels of several pictures. Keep m as the first side, and roll out the rest.",
        answer: (images) =>
          images
            .reshape([-1, images.shape[0] ?? 0])
            .t()
            .div(255),
      },
      {
        name: "not scaled",
        explanation:
          "The pictures are whole, but the numbers go up to 255. Divide by 255, as it was before.",
        answer: (images) => images.reshape([images.shape[0] ?? 0, -1]),
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
]);
