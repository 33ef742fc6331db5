import { defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { Grid } from "../02-encode-targets/solution.ts";

/** Numbers of which most cells say no, and a few say yes. */
function output(random: Random<Tensor>, N: number, { size, anchors, kinds }: Grid): Tensor {
  const [A, D, cells] = [anchors.length, 5 + kinds, size * size];
  const values = Array.from({ length: N * A * D * cells }, (_, i) =>
    Math.floor(i / cells) % D === 0 ? (random() < 0.3 ? 3 * random() : -3) : 2 * random() - 1,
  );
  return tensor(values).reshape([N, A, D, size, size]);
}

const grid = (): Grid => ({
  size: 2,
  cell: 8,
  anchors: [
    [6, 16],
    [16, 10],
  ],
  kinds: 2,
});

/** Two anchors of one cell that see the same thing, and another thing in another cell. */
function example(): Tensor {
  const numbers = [
    [-4, -4, 2, -4],
    [0, 0, 1, 0],
    [0, 0, -0.5, 0],
    [0, 0, 0.9, 0],
    [0, 0, -0.4, 0],
    [0, 0, 0.2, 0],
    [0, 0, 1.7, 0],
    [-4, 3, 1, -4],
    [0, 0.4, 0.8, 0],
    [0, -1, -0.3, 0],
    [0, 0.3, 0, 0],
    [0, -0.2, 0.1, 0],
    [0, 2.2, 0, 0],
    [0, 0.1, 1.5, 0],
  ];
  return tensor(numbers).reshape([1, 2, 7, 2, 2]);
}

export default defineExercise<typeof import("./solution.ts")>({
  of: "yoloEval",
  example: [
    ["finds two things by three boxes", () => [example(), grid(), { least: 0.4, overlap: 0.4 }]],
    [
      "gives all boxes where overlaps do not matter",
      () => [example(), grid(), { least: 0, overlap: 1 }],
    ],
  ],
  any: (random) => {
    const own: Grid = {
      size: random.int(1, 4),
      cell: random.pick([4, 8]),
      anchors: Array.from(
        { length: random.int(1, 3) },
        () => [random.int(4, 12), random.int(4, 12)] as const,
      ),
      kinds: random.int(1, 3),
    };
    return [
      output(random, random.int(1, 3), own),
      own,
      { least: random.pick([0.2, 0.4]), overlap: random.pick([0.3, 0.5]) },
    ];
  },
  runs: 10,
  mistakes: {
    "the confidence alone": [
      replace("sure * largest", "sure"),
      "Your score is the confidence alone. Multiply by the probability of the kind.",
    ],
    "the probability alone": [
      replace("sure * largest", "largest"),
      "Your score is the probability of the kind alone. Multiply by the confidence that there is a thing.",
    ],
    "rows and columns exchanged": [
      replace(
        "[(column + mx) * cell, (row + my) * cell]",
        "[(row + mx) * cell, (column + my) * cell]",
      ),
      "Rows and columns have changed places. x counts columns, y counts rows.",
    ],
    "the cell is left out": [
      replace("[(column + mx) * cell, (row + my) * cell]", "[mx * cell, my * cell]"),
      "All boxes lie in the first cell. The network says where the middle is in its own cell: add column and row.",
    ],
    "pixels and cells mixed": [
      replace("[(column + mx) * cell, (row + my) * cell]", "[column * cell + mx, row * cell + my]"),
      "The place in the cell is a share of it. Multiply it by the cell's pixels, too.",
    ],
    "the size is not a power": [
      replace("output.narrow(2, 3, 2).exp()", "output.narrow(2, 3, 2)"),
      "Numbers 3 and 4 are logarithms. Take e to their power before you multiply by the anchor.",
    ],
    "anchors are left out": [
      replace("[(w * ex) / 2, (h * ey) / 2]", "[ex / 2, ey / 2]"),
      "The size says how many times as large as the anchor the box is. Multiply by the anchor's width and height.",
    ],
    "the whole size to each side": [
      replace("[(w * ex) / 2, (h * ey) / 2]", "[w * ex, h * ey]"),
      "Your boxes are twice as wide and as high. From the middle to a side it is half the size.",
    ],
    "the middle as a corner": [
      replace(
        "[x - across, y - down, x + across, y + down]",
        "[x, y, x + 2 * across, y + 2 * down]",
      ),
      "The middle stands as the upper left corner. Half the box lies on each side of it.",
    ],
    "all boxes stay": [
      replace("nonMaxSuppression(found, overlap)", "found.toSorted((p, q) => q.score - p.score)"),
      "The same thing comes several times. Let nonMaxSuppression have the last word.",
    ],
    "low scores stay": [
      replace("          if (score < least) continue;\n", ""),
      "Boxes with a score below `least` are in the answer.",
    ],
    "both limits exchanged": [
      replace("score < least", "score < overlap"),
      replace("nonMaxSuppression(found, overlap)", "nonMaxSuppression(found, least)"),
      "The two limits have changed places: `least` is for scores, `overlap` for boxes.",
    ],
  },
  standard: { activation: false, "no activation": false },
  alternatives: {
    "sides of their own": [
      replace(
        "[x - across, y - down, x + across, y + down] as const",
        "[x - 0.5 * w * ex, y - 0.5 * h * ey, x + 0.5 * w * ex, y + 0.5 * h * ey] as const",
      ),
      "The halves are written where they are used.",
    ],
  },
});
