import { defineExercise, property, type Random, replace, value } from "@gradus/exercise";
import type { Anchor, Box } from "./solution.ts";

function box(random: Random<never>): Box {
  const [x, y] = [random.int(0, 40), random.int(0, 40)];
  return [x, y, x + random.int(1, 16), y + random.int(1, 16)];
}

const anchor = (random: Random<never>): Anchor => [random.int(4, 20), random.int(4, 20)];

const corners = (): Box => [9, 17, 22, 37];
const tall = (): Anchor => [10, 25];

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "says a box by its cell and its anchor",
      of: "encodeBox",
      cases: [{ args: () => [corners(), tall(), 8] }],
    }),
    property({
      name: "says any box",
      of: "encodeBox",
      args: (random) => [box(random), anchor(random), random.pick([4, 8, 16])],
    }),
    value({
      name: "finds the box again",
      of: "decodeBox",
      cases: [{ args: () => [{ row: 3, column: 1, x: 0.9, y: 0.25, w: 0.3, h: -0.2 }, tall(), 8] }],
    }),
    property({
      name: "finds any box again",
      of: "decodeBox",
      args: (random) => [
        {
          row: random.int(0, 6),
          column: random.int(0, 6),
          x: random(),
          y: random(),
          w: random() - 0.5,
          h: random() - 0.5,
        },
        anchor(random),
        random.pick([4, 8, 16]),
      ],
    }),
  ],
  mistakes: {
    "the corner's cell": [
      replace("[(x1 + x2) / 2 / cell, (y1 + y2) / 2 / cell]", "[x1 / cell, y1 / cell]"),
      "You take the cell of the upper left corner. A box belongs to the cell of its middle.",
    ],
    "the nearest cell": [
      replace("[Math.floor(mx), Math.floor(my)]", "[Math.round(mx), Math.round(my)]"),
      "You round to the nearest whole number. The cell is the one in which the middle lies: round down.",
    ],
    "the place in pixels": [
      replace("x: mx - column, y: my - row", "x: (mx - column) * cell, y: (my - row) * cell"),
      "The place in the cell is in pixels. It is a share of the cell, from 0 to 1.",
    ],
    "rows and columns exchanged": [
      replace(
        "const [column, row] = [Math.floor(mx), Math.floor(my)]",
        "const [row, column] = [Math.floor(mx), Math.floor(my)]",
      ),
      replace("x: mx - column, y: my - row", "x: mx - row, y: my - column"),
      "Row and column have changed places. The column comes from x, the row from y.",
    ],
    "no logarithm": [
      replace(
        "[Math.log((x2 - x1) / width), Math.log((y2 - y1) / height)]",
        "[(x2 - x1) / width, (y2 - y1) / height]",
      ),
      "The logarithm is missing: a box of the anchor's size should get 0.",
    ],
    "the anchor upside down": [
      replace(
        "[Math.log((x2 - x1) / width), Math.log((y2 - y1) / height)]",
        "[Math.log(width / (x2 - x1)), Math.log(height / (y2 - y1))]",
      ),
      "The quotient is upside down: the box's size over the anchor's.",
    ],
    "only the first three columns": replace(
      "Math.floor(mx), Math.floor(my)",
      "Math.min(2, Math.floor(mx)), Math.floor(my)",
    ),
    "back without the cell": [
      replace("[(column + x) * cell, (row + y) * cell]", "[x * cell, y * cell]"),
      "On the way back the cell is left out: add column and row before you multiply by `cell`.",
    ],
    "back without the power": [
      replace(
        "[(width * Math.exp(w)) / 2, (height * Math.exp(h)) / 2]",
        "[(width * w) / 2, (height * h) / 2]",
      ),
      "w and h are logarithms. On the way back take e to their power.",
    ],
    "back with whole sides": [
      replace(
        "[(width * Math.exp(w)) / 2, (height * Math.exp(h)) / 2]",
        "[width * Math.exp(w), height * Math.exp(h)]",
      ),
      "On the way back the boxes are twice as wide and as high. From the middle to a side it is half the size.",
    ],
    "back in the first three columns": replace(
      "(column + x) * cell",
      "(Math.min(3, column) + x) * cell",
    ),
  },
  alternatives: {
    remainders: [
      replace("x: mx - column, y: my - row", "x: mx % 1, y: my % 1"),
      "The place in the cell is what is left when whole cells are taken away.",
    ],
  },
});
