import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "flipImages",
  example: [
    "is right for three images of two rows and three columns",
    () => [
      tensor([
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [
          [7, 8, 9],
          [10, 12, 14],
        ],
        [
          [20, 23, 27],
          [31, 37, 43],
        ],
      ]),
      tensor([1, 0, 0]),
    ],
  ],
  any: (random) => {
    const m = random.int(1, 5);
    return [random.tensor([m, random.int(1, 4), random.int(1, 4)], 0, 1), random.bits([m])];
  },
  edges: ["one", "equal"],
  mistakes: {
    "all of them": [
      replace("return where(which, turned, X)", "return turned"),
      "You flipped all images. Only those whose number in flips is 1.",
    ],
    "upside down": [
      replace("X.flip([2])", "X.flip([1])"),
      "Your images stand on their heads. Direction 1 goes down the rows; left and right is direction 2.",
    ],
    "turned by half a turn": [
      replace("X.flip([2])", "X.flip([1, 2])"),
      "You flipped both directions. That is a half turn, and a shoe lies on its back.",
    ],
    "the batch is turned round": [
      replace("X.flip([2])", "X.flip([0])"),
      "You turned the batch round: each image is another example's now, and its label belongs to the old one. The images themselves are turned, direction 2.",
    ],
    "the others are flipped": [
      replace("flips.gt(0)", "flips.eq(0)"),
      "You flipped those whose number is 0. 1 means flipped.",
    ],
    "turned on its side": [
      replace("X.flip([2])", "X.transpose(1, 2).reshape(X.shape)"),
      "You swapped rows and columns. An image is flipped by turning the order of its columns round.",
    ],
    "added up": [
      replace("where(which, turned, X)", "turned.mul(which.float()).add(X)"),
      "Flipped images lie on top of the old ones. Where an image is flipped, the old one goes.",
    ],
    "longer batch": [
      replace("where(which, turned, X)", "cat([X, turned])"),
      "You appended the flipped images. The batch has as many images as before: each one as it was, or flipped.",
    ],
    "the columns choose": [
      replace("flips.gt(0).reshape([X.size(0), 1, 1])", "flips.gt(0)"),
      "flips has shape [m], and broadcasting lines it up with the last direction: each column is chosen, not each image. Give it the shape [m, 1, 1].",
    ],
    "by the row": replace(
      "flips.gt(0).reshape([X.size(0), 1, 1])",
      "flips.gt(0).reshape([3, 1, 1])",
    ),
  },
  alternatives: {
    "a product and a sum": [
      replace(
        "where(which, turned, X)",
        "turned.mul(which.float()).add(X.mul(which.logicalNot().float()))",
      ),
      "Ones and zeros choose: one image times 1, the other times 0.",
    ],
    "columns by their numbers": [
      replace(
        "X.flip([2])",
        "X.indexSelect(2, tensor(Array.from({ length: X.size(2) }, (_, i) => X.size(2) - 1 - i)).int())",
      ),
      "It picks the columns from the last to the first.",
    ],
  },
});
