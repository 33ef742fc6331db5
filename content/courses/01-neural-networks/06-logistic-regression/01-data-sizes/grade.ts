import { body, defineExercise, replace } from "@gradus/exercise";
import { zeros } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "dataSizes",
  example: [
    "is right for the example in the task",
    () => [zeros([60, 5, 4]), zeros([25, 5, 4])],
    { trainCount: 60, testCount: 25, height: 5, width: 4, features: 20 },
  ],
  any: (r) => {
    const [height, width] = [r.int(1, 9), r.int(1, 20)];
    return [r.tensor([r.int(1, 9), height, width]), r.tensor([r.int(1, 9), height, width])];
  },
  runs: 5,
  mistakes: {
    "added instead of multiplied": [
      replace("height * width", "height + width"),
      "5 rows of 4 pixels are 5 · 4 pixels. You added the sides.",
    ],
    "all pictures in features": [
      replace("features: height", "features: trainCount * height"),
      "Your features count the pixels of all pictures. The neuron reads one at a time: height times width.",
    ],
    "one count for both": [
      replace("= test.shape", "= train.shape"),
      "You took the number of pictures from the same set twice. test has a count of its own.",
    ],
    "the two counts swapped": [
      replace(
        "return { trainCount, testCount,",
        "return { trainCount: testCount, testCount: trainCount,",
      ),
      "The counts have changed places: train is the first argument, and the larger set here.",
    ],
    "height and width swapped": [
      replace("height = 0, width = 0", "width = 0, height = 0"),
      "The shape says the height first, then the width: rows before columns, as everywhere.",
    ],
    "for square pictures": [
      replace("height * width", "height * height"),
      "Height times height is right for square pictures only. It is height times width.",
    ],
    "for these pictures": replace("= train.shape", "= [60, ...train.shape.slice(1)]"),
  },
  alternatives: {
    "from one picture": [
      body(
        `const [height = 0, width = 0] = train.select(0, 0).shape;
         const features = train.select(0, 0).numel();
         return { trainCount: train.size(0), testCount: test.size(0), height, width, features };`,
      ),
      "It looks at the first picture alone and counts its numbers.",
    ],
  },
});
