import { body, defineExercise, type Random, replace } from "@gradus/exercise";
import { arange, type Tensor } from "gradus";
import type { Dice } from "./solution.ts";

const any = (r: Random<Tensor>): [Tensor, Dice[]] => {
  const [n, c, h, w] = [r.int(1, 3), r.int(1, 3), r.int(2, 5), r.int(2, 5)];
  const dice = Array.from({ length: n }, () => ({
    flip: r() < 0.5,
    down: r.int(1 - h, h - 1),
    right: r.int(1 - w, w - 1),
  }));
  return [r.tensor([n, c, h, w]), dice];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "augmentImages",
  example: [
    "is right for three images of two channels",
    () => [
      arange(3, 75).float().reshape([3, 2, 3, 4]),
      [
        { flip: true, down: 1, right: 1 },
        { flip: false, down: -1, right: 2 },
        { flip: true, down: 0, right: -1 },
      ],
    ],
  ],
  any,
  edges: [],
  mistakes: {
    "upside down": [
      replace("flip([3])", "flip([2])"),
      "The image is turned upside down. From left to right is direction 3, along the columns.",
    ],
    "the channels are turned": [
      replace("flip([3])", "flip([1])"),
      "The channels are turned round. From left to right is direction 3, along the columns.",
    ],
    "moved before it is flipped": [
      replace(
        "const turned = flip ? image.flip([3]) : image;",
        "const turned = pad(image, [right, -right, down, -down]);",
      ),
      replace(
        "return pad(turned, [right, -right, down, -down]);",
        "return flip ? turned.flip([3]) : turned;",
      ),
      "The image is moved first and flipped then, so that it moves to the other side. Flip first.",
    ],
    "down and right exchanged": [
      replace("[right, -right, down, -down]", "[down, -down, right, -right]"),
      "down and right have changed places: the borders of the last direction, the columns, come first.",
    ],
    "up and left": [
      replace("[right, -right, down, -down]", "[-right, right, -down, down]"),
      "It moves the other way: down means that the new rows come in at the top.",
    ],
    "always flipped": [
      replace("flip ? image.flip([3]) : image", "image.flip([3])"),
      "Every image is flipped. Only those are whose dice say so.",
    ],
    "the first dice for all": [
      replace(
        "dice.map(({ flip, down, right }, i) => {",
        "dice.map((_, i) => {\n    const { flip, down, right } = dice[0] as Dice;",
      ),
      "All images are changed as the first one's dice say. Each has its own.",
    ],
    "it comes back on the other side": [
      replace("pad(turned, [right, -right, down, -down])", "turned.roll([down, right], [2, 3])"),
      "What leaves on one side comes in on the other. It is lost, and what comes in is 0.",
    ],
  },
  alternatives: {
    "piece by piece": [
      body(
        "const [, , h, w] = X.shape as [number, number, number, number];\n  const images = dice.map(({ flip, down, right }, i) => {\n    const image = flip ? X.narrow(0, i, 1).flip([3]) : X.narrow(0, i, 1);\n    const [rows, columns] = [h - Math.abs(down), w - Math.abs(right)];\n    const kept = image.narrow(2, Math.max(0, -down), rows).narrow(3, Math.max(0, -right), columns);\n    const [top, left] = [Math.max(0, down), Math.max(0, right)];\n    return pad(kept, [left, w - columns - left, top, h - rows - top]);\n  });\n  return cat(images, 0);",
      ),
      "It cuts out what stays and lays it into a frame of zeros.",
    ],
  },
});
