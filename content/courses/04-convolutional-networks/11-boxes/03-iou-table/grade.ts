import { body, defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

const boxes = (random: Random<Tensor>, count: number): Tensor =>
  tensor(
    Array.from({ length: count }, () => {
      const [x, y] = [random.int(0, 8), random.int(0, 8)];
      return [x, y, x + random.int(1, 9), y + random.int(1, 9)];
    }),
  );

export default defineExercise<typeof import("./solution.ts")>({
  of: "boxIou",
  example: [
    "is right for two boxes against four",
    () => [
      tensor([
        [1, 1, 6, 5],
        [0, 0, 10, 8],
      ]),
      tensor([
        [3, 2, 10, 8],
        [8, 7, 9, 12],
        [2, 2, 5, 4],
        [8, 2, 12, 4],
      ]),
    ],
  ],
  any: (random) => [boxes(random, random.int(1, 5)), boxes(random, random.int(1, 5))],
  edges: ["one", "equal"],
  mistakes: {
    "turned round": [
      replace(".sub(shared));", ".sub(shared)).t();"),
      "Rows and columns have changed places. A row of the answer belongs to a box of `a`.",
    ],
    "negative sides multiplied": [
      replace("across.clamp(0).mul(down.clamp(0))", "across.mul(down)"),
      "Where boxes lie apart, width or height of what they share is negative, and minus times minus is plus. Clamp both at 0.",
    ],
    "clamped after the product": [
      replace("across.clamp(0).mul(down.clamp(0))", "across.mul(down).clamp(0)"),
      "You clamp the product, but minus times minus is plus. Clamp width and height, each before you multiply.",
    ],
    "the shared part counts twice": [
      replace("areasA.add(areasB).sub(shared)", "areasA.add(areasB)"),
      "You divide by the sum of the areas. What both share is in it twice: take it off once.",
    ],
    "the areas of one side": [
      replace("areasA.add(areasB).sub(shared)", "areasA"),
      "You divide by the areas of `a` alone. Divide by what both boxes cover together.",
    ],
    "the outer sides": [
      replace(
        "minimum(aRight, bRight).sub(maximum(aLeft, bLeft))",
        "maximum(aRight, bRight).sub(minimum(aLeft, bLeft))",
      ),
      replace(
        "minimum(aBottom, bBottom).sub(maximum(aTop, bTop))",
        "maximum(aBottom, bBottom).sub(minimum(aTop, bTop))",
      ),
      "You measure the rectangle around both boxes. What they share begins at the larger of the left sides and ends at the smaller of the right ones.",
    ],
    "a width for the second corner": [
      replace("aRight.sub(aLeft).mul(aBottom.sub(aTop))", "aRight.mul(aBottom)"),
      replace("bRight.sub(bLeft).mul(bBottom.sub(bTop))", "bRight.mul(bBottom)"),
      "You read the last two columns as width and height. They are a corner: the width is x2 − x1.",
    ],
  },
  alternatives: {
    "corners as pairs": [
      body(
        "const first = maximum(a.narrow(1, 0, 2).unsqueeze(1), b.narrow(1, 0, 2));\n  const second = minimum(a.narrow(1, 2, 2).unsqueeze(1), b.narrow(1, 2, 2));\n  const shared = second.sub(first).clamp(0).prod(2);\n  const areas = (x: Tensor): Tensor => x.narrow(1, 2, 2).sub(x.narrow(1, 0, 2)).prod(1);\n  return shared.div(areas(a).unsqueeze(1).add(areas(b)).sub(shared));",
      ),
      "Both corners at once, [N, M, 2]: widths and heights stand in the last direction, and their product is the area.",
    ],
  },
});
