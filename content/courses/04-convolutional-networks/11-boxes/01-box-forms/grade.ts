import { defineExercise, property, pure, type Random, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

const three = (): [Tensor] => [
  tensor([
    [5, 4, 6, 2],
    [30, 11, 7, 20],
    [8.5, 40, 15, 9],
  ]),
];

/** Corners whose second is right of and below the first. */
const corners = (random: Random<Tensor>): [Tensor] => [
  tensor(
    Array.from({ length: random.int(1, 6) }, () => {
      const [x, y] = [random.int(0, 40), random.int(0, 40)];
      return [x, y, x + random.int(1, 16), y + random.int(1, 16)];
    }),
  ),
];

const centres = (random: Random<Tensor>): [Tensor] => [
  tensor(
    Array.from({ length: random.int(1, 6) }, () =>
      Array.from({ length: 4 }, () => random.int(1, 50)),
    ),
  ),
];

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({ name: "gives corners for three boxes", of: "toCorners", cases: [{ args: three }] }),
    property({
      name: "gives corners for any boxes",
      of: "toCorners",
      runs: 10,
      edges: ["one"],
      args: centres,
    }),
    value({
      name: "gives middles for three boxes",
      of: "toCentres",
      cases: [
        {
          args: () => [
            tensor([
              [2, 3, 8, 5],
              [20, 1, 27, 21],
              [4, 30, 9, 44],
            ]),
          ],
        },
      ],
    }),
    property({
      name: "gives middles for any boxes",
      of: "toCentres",
      runs: 10,
      edges: ["one"],
      args: corners,
    }),
    pure({ name: "leaves the middles alone", of: "toCorners", args: three }),
    pure({ name: "leaves the corners alone", of: "toCentres", args: three }),
  ],
  mistakes: {
    "corners of three boxes": replace("y.add(down)], 1)", "y.add(down)], 1).narrow(0, 0, 3)"),
    "middles of three boxes": replace("y2.sub(y1)], 1)", "y2.sub(y1)], 1).narrow(0, 0, 3)"),
    "the middle as a corner": [
      replace("x.sub(across), y.sub(down), x.add(across), y.add(down)", "x, y, x.add(w), y.add(h)"),
      "You take the middle for the upper left corner. The box lies around its middle: half of it on each side.",
    ],
    "the whole width": [
      replace("[w.div(2), h.div(2)]", "[w, h]"),
      "Your boxes are twice as wide and as high. From the middle to a side it is half the width.",
    ],
    "width and height exchanged": [
      replace("[w.div(2), h.div(2)]", "[h.div(2), w.div(2)]"),
      "Width and height have changed places. The width belongs to x, the height to y.",
    ],
    "y upwards": [
      replace("y.sub(down), x.add(across), y.add(down)", "y.add(down), x.add(across), y.sub(down)"),
      "Your first corner is the lower one. In a picture y grows downwards: the upper side has the smaller y.",
    ],
    "both x first": [
      replace(
        "x.sub(across), y.sub(down), x.add(across), y.add(down)",
        "x.sub(across), x.add(across), y.sub(down), y.add(down)",
      ),
      "Your columns are x1, x2, y1, y2. Asked for are the corners, one after the other: x1, y1, x2, y2.",
    ],
    "rows instead of columns": [
      replace("y.add(down)], 1)", "y.add(down)], 0)"),
      "Each box is a column of your answer. Stack along direction 1, then each box stays a row.",
    ],
    "the corner as the middle": [
      replace("x1.add(x2).div(2), y1.add(y2).div(2)", "x1, y1"),
      "You give the upper left corner. The middle is half-way between two sides.",
    ],
    "half the width as the middle": [
      replace("x1.add(x2).div(2), y1.add(y2).div(2)", "x2.sub(x1).div(2), y2.sub(y1).div(2)"),
      "Half the difference is how far the middle is from a side, not where it lies. Take half the sum.",
    ],
    "the sum is not halved": [
      replace("x1.add(x2).div(2), y1.add(y2).div(2)", "x1.add(x2), y1.add(y2)"),
      "You add two sides. The middle is their mean: divide by 2.",
    ],
    "corners instead of sizes": [
      replace("x2.sub(x1), y2.sub(y1)", "x2, y2"),
      "Your last two columns are still a corner. Width and height are differences of two sides.",
    ],
  },
  alternatives: {
    "pairs of columns": [
      replace(
        "return stack([x.sub(across), y.sub(down), x.add(across), y.add(down)], 1);",
        "const [middle, half] = [stack([x, y], 1), stack([across, down], 1)];\n  return cat([middle.sub(half), middle.add(half)], 1);",
      ),
      "It works on points, [N, 2]: the middle minus half the size, and the middle plus half the size.",
    ],
    "from the first corner on": [
      replace(
        "x1.add(x2).div(2), y1.add(y2).div(2)",
        "x1.add(x2.sub(x1).div(2)), y1.add(y2.sub(y1).div(2))",
      ),
      "It goes from the first corner on by half the size.",
    ],
  },
});
