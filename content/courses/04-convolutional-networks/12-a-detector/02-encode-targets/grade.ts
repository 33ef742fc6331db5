import { defineExercise, type Random, replace } from "@gradus/exercise";
import type { Tensor } from "gradus";
import type { Grid, Thing } from "./solution.ts";

const grid = (): Grid => ({
  size: 4,
  cell: 8,
  anchors: [
    [6, 16],
    [16, 10],
  ],
  kinds: 3,
});

/** Things with middles in cells of their own. */
function things(random: Random<Tensor>, { size, cell, kinds }: Grid, count: number): Thing[] {
  const cells = Array.from({ length: size * size }, (_, i) => i);
  return Array.from({ length: Math.min(count, cells.length) }, () => {
    const [at = 0] = cells.splice(random.int(0, cells.length - 1), 1);
    const x = (at % size) * cell + random.int(1, cell - 1);
    const y = Math.floor(at / size) * cell + random.int(1, cell - 1);
    const [across, down] = [random.int(2, 12), random.int(2, 12)];
    return { kind: random.int(0, kinds - 1), box: [x - across, y - down, x + across, y + down] };
  });
}

export default defineExercise<typeof import("./solution.ts")>({
  of: "encodeTargets",
  example: [
    [
      "puts two things of two scenes into their cells",
      () => [
        [
          [{ kind: 2, box: [9, 1, 17, 20] }],
          [
            { kind: 0, box: [16, 22, 30, 31] },
            { kind: 1, box: [2, 2, 9, 18] },
          ],
        ],
        grid(),
      ],
    ],
  ],
  any: (random) => {
    const own: Grid = {
      size: random.int(1, 5),
      cell: random.pick([4, 8]),
      anchors: Array.from(
        { length: random.int(1, 3) },
        () => [random.int(4, 20), random.int(4, 20)] as const,
      ),
      kinds: random.int(1, 4),
    };
    const scenes = Array.from({ length: random.int(1, 3) }, () =>
      things(random, own, random.int(0, 3)),
    );
    return [scenes, own];
  },
  mistakes: {
    "the corner's cell": [
      replace("[(x1 + x2) / 2 / cell, (y1 + y2) / 2 / cell]", "[x1 / cell, y1 / cell]"),
      "You take the cell of the upper left corner. A thing belongs to the cell in which its middle lies.",
    ],
    "rows and columns exchanged": [
      replace("* size + row) * size + column", "* size + column) * size + row"),
      "Rows and columns of the grid have changed places. The row comes from y and stands before the column.",
    ],
    "the place in the picture": [
      replace("x - column, y - row", "x, y"),
      "You give the middle counted in cells from the picture's corner. Asked for is where it lies in its own cell, from 0 to 1.",
    ],
    "the place in pixels": [
      replace("x - column, y - row", "(x - column) * cell, (y - row) * cell"),
      "The place in the cell is in pixels. It is a share of the cell, from 0 to 1.",
    ],
    "sizes without the logarithm": [
      replace(
        "[Math.log((x2 - x1) / w), Math.log((y2 - y1) / h)]",
        "[(x2 - x1) / w, (y2 - y1) / h]",
      ),
      "The logarithm is missing: a thing of the anchor's own size should get 0.",
    ],
    "sizes in pixels": [
      replace(
        "[Math.log((x2 - x1) / w), Math.log((y2 - y1) / h)]",
        "[Math.log(x2 - x1), Math.log(y2 - y1)]",
      ),
      "You take the logarithm of the size in pixels. Divide the size by the anchor's first.",
    ],
    "anchors over sizes": [
      replace(
        "[Math.log((x2 - x1) / w), Math.log((y2 - y1) / h)]",
        "[Math.log(w / (x2 - x1)), Math.log(h / (y2 - y1))]",
      ),
      "The quotient is upside down: the thing's size over the anchor's.",
    ],
    "always the first anchor": [
      replace("bestAnchor(x2 - x1, y2 - y1, anchors)", "0"),
      "Everything goes to the first anchor. A thing belongs to the one whose shape is nearest.",
    ],
    "every anchor has it": [
      replace(
        "        values[(((n * A + a) * D + d) * size + row) * size + column] = value;",
        "        for (let i = 0; i < A; i++)\n          values[(((n * A + i) * D + d) * size + row) * size + column] = value;",
      ),
      "You wrote the thing into all anchors of its cell. It belongs to the best one alone; at the others nothing is expected.",
    ],
    "the kind as a number": [
      replace("(k === kind ? 1 : 0)", "(k === 0 ? kind : 0)"),
      "The kind's number stands in the first place. Put a 1 into the place of its kind.",
    ],
    "the kind counted from 1": [
      replace("k === kind", "k + 1 === kind"),
      "The kind's 1 is a place too far to the left. Kinds count from 0.",
    ],
  },
  alternatives: {
    "the remainder": [
      replace("x - column, y - row", "x % 1, y % 1"),
      "The place in the cell is what is left when the whole cells are taken away.",
    ],
  },
});
