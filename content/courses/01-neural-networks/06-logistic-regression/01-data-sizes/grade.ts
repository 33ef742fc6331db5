import { asset, defineExercise, file, property, replace, value } from "@gradus/exercise";
import { zeros } from "gradus";
import { testPictures, trainPictures } from "../fashion-pair.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
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
    }),
    property({
      name: "holds for pictures that are not square",
      of: "dataSizes",
      runs: 5,
      args: (random) => {
        const [height, width] = [random.int(1, 9), random.int(10, 20)];
        return [zeros([random.int(1, 9), height, width]), zeros([random.int(1, 9), height, width])];
      },
    }),
  ],
  mistakes: {
    "added instead of multiplied": [
      replace("height *", "height +"),
      "28 rows of 28 pixels are 28 · 28 pixels. You added the sides.",
    ],
    "all pictures in features": [
      replace("features: height", "features: trainCount * height"),
      "Your features count the pixels of all pictures. The neuron reads one at a time: height times width.",
    ],
    fixed: replace(
      `const [trainCount = 0, height = 0, width = 0] = train.shape;
  const [testCount = 0] = test.shape;`,
      `const [trainCount, height, width] = [600, 28, 28];
  const testCount = test.shape[0] ?? 0;`,
    ),
    "one count for both": [
      replace("= test", "= train"),
      "You took the number of pictures from the same set twice. test has a count of its own.",
    ],
    "square only": replace("* width", "* height"),
    "height and width swapped": [
      replace("height = 0, width", "width = 0, height"),
      "The shape says the height first, then the width: rows before columns, as everywhere.",
    ],
  },
  alternatives: {
    "one by one": file("alternatives/one-by-one.ts"),
  },
});
