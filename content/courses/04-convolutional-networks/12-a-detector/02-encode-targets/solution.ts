import { type Tensor, tensor } from "gradus";
import { type Anchor, bestAnchor } from "../01-best-anchor/solution.ts";

export interface Thing {
  readonly kind: number;
  readonly box: readonly [x1: number, y1: number, x2: number, y2: number];
}

export interface Grid {
  /** Cells along a side. */
  readonly size: number;
  /** Pixels along a side of a cell. */
  readonly cell: number;
  readonly anchors: readonly Anchor[];
  /** How many kinds there are. */
  readonly kinds: number;
}

/** What a network should say about these scenes: [N, anchors, 5 + kinds, size, size]. */
export function encodeTargets(
  scenes: readonly (readonly Thing[])[],
  { size, cell, anchors, kinds }: Grid,
): Tensor {
  const shape = [scenes.length, anchors.length, 5 + kinds, size, size] as const; //# given
  const [N, A, D] = shape; //# given
  const values = new Float32Array(N * A * D * size * size); //# given
  scenes.forEach((things, n) => {
    for (const { kind, box } of things) {
      const [x1, y1, x2, y2] = box; //# given
      //# 1. Divide: the middle in cells; its whole part is the cell, the rest the place in it
      const [x, y] = [(x1 + x2) / 2 / cell, (y1 + y2) / 2 / cell];
      const [column, row] = [Math.floor(x), Math.floor(y)];
      //# 2. Box: the best anchor, and the size beside it
      const a = bestAnchor(x2 - x1, y2 - y1, anchors);
      const [w, h] = anchors[a] as Anchor;
      const extent = [Math.log((x2 - x1) / w), Math.log((y2 - y1) / h)];
      //# 3. Combine: 5 + kinds numbers
      const ofKinds = Array.from({ length: kinds }, (_, k) => (k === kind ? 1 : 0));
      const numbers = [1, x - column, y - row, ...extent, ...ofKinds];
      //# 4. Loop: each to its place
      numbers.forEach((value, d) => {
        values[(((n * A + a) * D + d) * size + row) * size + column] = value;
      });
    }
  });
  return tensor(values).reshape(shape);
}
