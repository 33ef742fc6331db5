import { before, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "imageToVector",
  example: [
    "is right for the example in the task",
    () => [tensor([1, 2, 3, 4, 5, 6, 7, 8]).reshape([2, 2, 2])],
    tensor([1, 2, 3, 4, 5, 6, 7, 8]),
  ],
  any: (r) => [r.tensor([r.int(1, 4), r.int(1, 5), r.int(1, 5)])],
  mistakes: {
    "the channels come last": [
      before(".reshape", ".permute([1, 2, 0])"),
      "You have put red, green and blue of each pixel side by side. Here the whole first table comes first, then the second. Do not move directions around, only reshape.",
    ],
    "rows and columns swapped": [
      before(".reshape", ".permute([0, 2, 1])"),
      "Your numbers run down the columns. Reading order runs along the rows: only reshape.",
    ],
    "a column instead of a list": [
      replace("[-1]", "[-1, 1]"),
      "Your answer has two sides, a table with one column. A list has a single side.",
    ],
    "a row instead of a list": [
      replace("[-1]", "[1, -1]"),
      "Your answer has two sides, a table with one row. A list has a single side.",
    ],
    "a list for each channel": [
      replace("[-1]", "[image.size(0), -1]"),
      "Your answer still has a row for each channel. Roll them out too: a single side.",
    ],
    "one size only": replace("[-1]", "[8]"),
  },
  alternatives: {
    "by count": [
      replace("[-1]", "[image.numel()]"),
      "It counts the numbers, where -1 leaves that to reshape.",
    ],
    flatten: ["return image.flatten();", "The library has a call for it."],
  },
});
