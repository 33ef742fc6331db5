import { after, before, body, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "flattenImages",
  example: [
    "is right for the example in the task",
    () => [tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).reshape([3, 2, 2])],
    tensor([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10, 11, 12],
    ]),
  ],
  any: (r) => [r.tensor([r.int(1, 5), r.int(1, 6), r.int(1, 6)])],
  mistakes: {
    "a column for each picture": [
      after("reshape([m, -1])", ".t()"),
      "Your pictures are columns: that is the convention of some books. Here each picture is a row. Leave the transpose out.",
    ],
    "pictures read down the columns": [
      before(".reshape([m, -1])", ".permute([0, 2, 1])"),
      "The pixels of each picture run down its columns. Reading order runs along the rows: only reshape.",
    ],
    "all pictures in one row": [
      replace("[m, -1]", "[-1]"),
      "You rolled everything out, the examples too. Keep the first side.",
    ],
    "a row for each row of a picture": [
      replace("[m, -1]", "[-1, images.size(2)]"),
      "Your table has a row for each row of pixels. A picture is one example, so it is one row.",
    ],
    "reshaped first, then transposed": [
      replace("reshape([m, -1])", "reshape([-1, m]).t()"),
      "The shape is right, but the rows are mixed: each of yours has pixels of several pictures. In the new shape m has to come first, as in the old one: keep it there and roll out the rest.",
    ],
    "three only": replace("[m, -1]", "[3, -1]"),
  },
  alternatives: {
    flatten: [
      "return images.flatten(1);",
      "The library has a call for it: from side 1 on all sides become one.",
    ],
    stacked: [
      body(
        "const rows = Array.from({ length: images.size(0) }, (_, i) => images.select(0, i).reshape([-1]));\nreturn stack(rows);",
      ),
      "It rolls out one picture after the other and puts the lists below each other.",
    ],
  },
});
