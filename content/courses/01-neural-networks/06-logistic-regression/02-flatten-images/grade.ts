import { asset, defineGrade, invariant, property, value } from "@gradus/exercise";
import { tensor } from "gradus";
import { trainPictures } from "../fashion-pair.ts";

export default defineGrade<typeof import("./solution.ts")>([
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
    misconceptions: [
      {
        name: "reshaped first, then transposed",
        explanation:
          "The shape is right, but the rows are mixed: each of yours has pixels of several pictures. In the new shape m has to come first, as in the old one: keep it there and roll out the rest.",
        answer: (images) => images.reshape([-1, images.shape[0] ?? 0]).t(),
      },
      {
        name: "a column for each picture",
        explanation:
          "Your pictures are columns: that is the convention of some books. Here each picture is a row. Leave the transpose out.",
        answer: (images) => images.reshape([images.shape[0] ?? 0, -1]).t(),
      },
      {
        name: "all pictures in one row",
        explanation: "You rolled everything out, the examples too. Keep the first side.",
        answer: (images) => images.reshape([-1]),
      },
      {
        name: "pictures read down the columns",
        explanation:
          "The pixels of each picture run down its columns. Reading order runs along the rows: only reshape.",
        answer: (images) => images.permute([0, 2, 1]).reshape([images.shape[0] ?? 0, -1]),
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
]);
