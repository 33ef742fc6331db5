import { defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

/** A score that depends on every pixel, and not only straight: a weighted sum and its square. */
const scoring =
  (weights: Tensor) =>
  (images: Tensor): Tensor => {
    const sums = images.mul(weights).sum([1, 2, 3]);
    return sums.add(sums.square().mul(0.1));
  };

const any = (r: Random<Tensor>): [(images: Tensor) => Tensor, Tensor, number, number] => {
  const [size, channels] = [r.int(1, 3), r.int(1, 3)];
  const shape = [channels, size * r.int(1, 3), size * r.int(1, 3)];
  return [scoring(r.tensor(shape, -1, 1)), r.tensor(shape, 0, 1), size, r.pick([0, 0.5])];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "occlusionMap",
  example: [
    "is right for a picture of 4 by 6 pixels",
    () => [
      scoring(
        tensor([
          [
            [0.5, -1, 0.3, 0.8, 0.2, -0.4],
            [1, 0.7, -0.6, 0.1, 0.9, 0.4],
            [-0.2, 0.6, 1.2, -0.5, 0.3, 0.8],
            [0.4, 0.1, -0.7, 0.9, 1.1, -0.3],
          ],
          [
            [0.2, 0.4, -0.8, 0.6, 0.5, 0.7],
            [-0.5, 0.3, 0.9, 0.2, -0.1, 0.6],
            [0.8, -0.4, 0.5, 0.7, 0.1, -0.9],
            [0.3, 0.6, 0.2, -0.2, 0.4, 0.5],
          ],
        ]),
      ),
      tensor([
        [
          [0.9, 0.1, 0.4, 0.7, 0.2, 0.6],
          [0.3, 0.8, 0.5, 0.1, 0.9, 0.4],
          [0.6, 0.2, 1, 0.3, 0.5, 0.7],
          [0.1, 0.4, 0.8, 0.6, 0.2, 0.9],
        ],
        [
          [0.5, 0.7, 0.2, 0.9, 0.1, 0.3],
          [0.8, 0.4, 0.6, 0.2, 0.7, 0.5],
          [0.3, 0.9, 0.1, 0.8, 0.4, 0.6],
          [0.7, 0.2, 0.5, 0.4, 0.9, 0.1],
        ],
      ]),
      2,
      0.5,
    ],
  ],
  any,
  mistakes: {
    "the scores themselves": [
      replace("before.sub(scoreOf(stack(covered)))", "scoreOf(stack(covered))"),
      "These are the scores of the covered pictures. The map says how much the score falls: score before minus score after.",
    ],
    "the wrong sign": [
      replace("before.sub(scoreOf(stack(covered)))", "scoreOf(stack(covered)).sub(before)"),
      "The sign is the other one: a square that matters has a negative number. Take before minus after.",
    ],
    "squares stay covered": [
      replace("      const copy = image.clone();\n", ""),
      replace(
        "  const covered: Tensor[] = [];",
        "  const covered: Tensor[] = [];\n  const copy = image.clone();",
      ),
      replace("covered.push(copy);", "covered.push(copy.clone());"),
      "Every square stays covered when the next one comes. Begin with a fresh copy of the picture for each.",
    ],
    "moved by a pixel": [
      replace(".narrow(1, row * size, size)", ".narrow(1, row, size)"),
      replace(".narrow(2, column * size, size)", ".narrow(2, column, size)"),
      "The cover moves by one pixel at a time. Square (row, column) begins at row · size and column · size.",
    ],
    "rows and columns exchanged": [
      replace(".reshape([rows, columns])", ".reshape([columns, rows])"),
      "The map has its rows and columns exchanged.",
    ],
    "the first channel only": [
      replace(".narrow(1, row * size, size)", ".narrow(0, 0, 1).narrow(1, row * size, size)"),
      "Only the first channel is covered. Cover the square in all of them.",
    ],
    "always black": [
      replace("fill_(fill)", "fill_(0)"),
      "The squares are covered with 0. Use `fill`: on a white ground, black would be something new in the picture.",
    ],
    "a share of the score": [
      replace(
        "return before.sub(scoreOf(stack(covered)))",
        "return before.sub(scoreOf(stack(covered))).div(before)",
      ),
      "You divided by the score. The map is the difference itself.",
    ],
    "all but the square": [
      replace("const copy = image.clone();", "const copy = image.mul(0).add(fill);"),
      replace(
        ".fill_(fill)",
        ".copy_(image.narrow(1, row * size, size).narrow(2, column * size, size))",
      ),
      "You covered everything but the square. Cover the square alone.",
    ],
  },
  alternatives: {
    "one at a time": [
      replace(
        "before.sub(scoreOf(stack(covered)))",
        "before.sub(cat(covered.map((c) => scoreOf(c.unsqueeze(0)))))",
      ),
      "Each covered picture goes through alone. It is the same, and slower.",
    ],
  },
});
