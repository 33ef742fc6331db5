import { defineGrade, property, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
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
    misconceptions: [
      {
        name: "a column instead of a list",
        explanation:
          "Your answer has shape [8, 1], a table with one column. A list has a single side: [8].",
        answer: (image) => image.reshape([-1, 1]),
      },
      {
        name: "a row instead of a list",
        explanation:
          "Your answer has shape [1, 8], a table with one row. A list has a single side: [8].",
        answer: (image) => image.reshape([1, -1]),
      },
      {
        name: "the channels come last",
        explanation:
          "You have put red, green and blue of each pixel side by side. Here the whole first table comes first, then the second. Do not move directions around, only reshape.",
        answer: (image) => image.permute([1, 2, 0]).reshape([-1]),
      },
      {
        name: "rows and columns swapped",
        explanation:
          "Your numbers run down the columns. Reading order runs along the rows: only reshape.",
        answer: (image) => image.permute([0, 2, 1]).reshape([-1]),
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
]);
