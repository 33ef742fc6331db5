import { asset, defineExercise, invariant, property, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";
import { trainPictures } from "../fashion-pair.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for the example in the task",
      of: "flattenImages",
      cases: [
        {
          args: () => [tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).reshape([3, 2, 2])],
          expected: tensor([
            [1, 2, 3, 4],
            [5, 6, 7, 8],
            [9, 10, 11, 12],
          ]),
        },
      ],
    }),
    property({
      name: "holds for any number of pictures of any size",
      of: "flattenImages",
      args: (random) => {
        const shape = [random.int(1, 5), random.int(1, 6), random.int(1, 6)];
        const count = shape.reduce((all, n) => all * n, 1);
        return [tensor(random.numbers(count)).reshape(shape)];
      },
    }),
    invariant({
      name: "keeps a real picture whole",
      of: "flattenImages",
      args: () => [trainPictures(asset("fashion-pair"), 20).images],
      holds: async (table, images) => {
        const off = await table
          .select(0, 7)
          .sub(images.select(0, 7).reshape([-1]))
          .abs()
          .amax()
          .item();
        return (
          off === 0 || "Row 7 of the answer is not picture 7: its pixels come from somewhere else."
        );
      },
    }),
  ],
  mistakes: {
    "a column for each picture": [
      replace("1])", "1]).t()"),
      "Your pictures are columns: that is the convention of some books. Here each picture is a row. Leave the transpose out.",
    ],
    "pictures read down the columns": [
      replace("reshape", "permute([0, 2, 1]).reshape"),
      "The pixels of each picture run down its columns. Reading order runs along the rows: only reshape.",
    ],
    "all pictures in one row": [
      replace(
        `const [m = 0] = images.shape;
  return images.reshape([m, -1]);`,
        "return images.reshape([-1]);",
      ),
      "You rolled everything out, the examples too. Keep the first side.",
    ],
    "reshaped first, then transposed": [
      replace("m, -1]", "-1, m]).t("),
      "The shape is right, but the rows are mixed: each of yours has pixels of several pictures. In the new shape m has to come first, as in the old one: keep it there and roll out the rest.",
    ],
    rounds: replace("1])", "1]).clamp(-200, 200)"),
    "rows as examples": replace(
      `const [m = 0] = images.shape;
  return images.reshape([m, -1]);`,
      "return images.reshape([-1, images.shape[2] ?? 0]);",
    ),
    "three only": replace(
      `const [m = 0] = images.shape;
  return images.reshape([m, -1]);`,
      "return images.reshape([3, -1]);",
    ),
  },
  alternatives: {
    flatten: replace(
      `const [m = 0] = images.shape;
  return images.reshape([m, -1]);`,
      "return images.flatten(1);",
    ),
    stacked: replace(
      "images.reshape([m, -1]",
      "stack(Array.from({ length: m }, (_, i) => images.select(0, i).reshape([-1]))",
    ),
  },
});
