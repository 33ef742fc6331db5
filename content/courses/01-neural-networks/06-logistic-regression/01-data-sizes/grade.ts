import { asset, defineGrade, property, value } from "@gradus/exercise";
import { zeros } from "gradus";
import { testPictures, trainPictures } from "../fashion-pair.ts";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for the T-shirts and shirts",
    of: "dataSizes",
    cases: [
      {
        args: () => {
          const bytes = asset("fashion-pair");
          return [trainPictures(bytes).images, testPictures(bytes).images];
        },
        expected: { trainCount: 600, testCount: 200, height: 28, width: 28, features: 784 },
      },
    ],
    misconceptions: [
      {
        name: "all pictures in features",
        explanation:
          "Your features count the pixels of all pictures. The neuron reads one at a time: height times width.",
        answer: (train, test) => {
          const [trainCount = 0, height = 0, width = 0] = train.shape;
          const testCount = test.shape[0] ?? 0;
          return { trainCount, testCount, height, width, features: trainCount * height * width };
        },
      },
      {
        name: "one count for both",
        explanation:
          "You took the number of pictures from the same set twice. test has a count of its own.",
        answer: (train) => {
          const [trainCount = 0, height = 0, width = 0] = train.shape;
          return { trainCount, testCount: trainCount, height, width, features: height * width };
        },
      },
      {
        name: "added instead of multiplied",
        explanation: "28 rows of 28 pixels are 28 · 28 pixels. You added the sides.",
        answer: (train, test) => {
          const [trainCount = 0, height = 0, width = 0] = train.shape;
          const testCount = test.shape[0] ?? 0;
          return { trainCount, testCount, height, width, features: height + width };
        },
      },
    ],
  }),
  property({
    name: "holds for pictures that are not square",
    of: "dataSizes",
    runs: 5,
    args: (random) => {
      const [height, width] = [random.int(1, 9), random.int(10, 20)];
      return [zeros([random.int(1, 9), height, width]), zeros([random.int(1, 9), height, width])];
    },
    misconceptions: [
      {
        name: "height and width swapped",
        explanation:
          "The shape says the height first, then the width: rows before columns, as everywhere.",
        answer: (train, test) => {
          const [trainCount = 0, width = 0, height = 0] = train.shape;
          const testCount = test.shape[0] ?? 0;
          return { trainCount, testCount, height, width, features: height * width };
        },
      },
    ],
  }),
]);
