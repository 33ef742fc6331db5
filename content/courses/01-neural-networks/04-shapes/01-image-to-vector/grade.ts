import { defineExercise, property, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for the example in the task",
      of: "imageToVector",
      cases: [
        {
          args: () => [
            tensor([
              [
                [1, 2],
                [3, 4],
              ],
              [
                [5, 6],
                [7, 8],
              ],
            ]),
          ],
          expected: tensor([1, 2, 3, 4, 5, 6, 7, 8]),
        },
      ],
    }),
    property({
      name: "holds for pictures of any size",
      of: "imageToVector",
      args: (random) => {
        const shape = [random.int(1, 4), random.int(1, 5), random.int(1, 5)];
        const count = shape.reduce((all, side) => all * side, 1);
        return [tensor(random.numbers(count)).reshape(shape)];
      },
    }),
  ],
  mistakes: {
    "the channels come last": [
      replace("reshape", "permute([1, 2, 0]).reshape"),
      "You have put red, green and blue of each pixel side by side. Here the whole first table comes first, then the second. Do not move directions around, only reshape.",
    ],
    "a column instead of a list": [
      replace("[-1", "[-1, 1"),
      "Your answer has shape [8, 1], a table with one column. A list has a single side: [8].",
    ],
    "rows and columns swapped": [
      replace("reshape", "permute([0, 2, 1]).reshape"),
      "Your numbers run down the columns. Reading order runs along the rows: only reshape.",
    ],
    "keeps channels": replace("reshape([", "reshape([image.shape[0] ?? 1, "),
    "one size only": replace("[-1", "[8"),
    "a row instead of a list": [
      replace("reshape([", "reshape([1, "),
      "Your answer has shape [1, 8], a table with one row. A list has a single side: [8].",
    ],
  },
  alternatives: {
    "by count": replace("[-1", "[image.shape.reduce((all, side) => all * side, 1)"),
    flatten: replace("reshape([-1]", "flatten("),
  },
});
