import { defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { PoolOptions } from "./solution.ts";

/** Whole numbers that look mixed, most of them below 0. */
const pictures = (): Tensor =>
  tensor(Array.from({ length: 120 }, (_, i) => ((i * 37 + 11) % 53) - 55)).reshape([2, 3, 4, 5]);

const any = (r: Random<Tensor>): [Tensor, PoolOptions] => {
  const f = r.int(1, 3);
  return [
    r.tensor([r.int(1, 3), r.int(1, 3), r.int(f, 6), r.int(f, 6)], -2, 1),
    { f, stride: r.int(1, 3), mode: r.pick(["max", "average"] as const) },
  ];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "poolForward",
  example: [
    ["takes the largest of each window", () => [pictures(), { f: 3, stride: 1, mode: "max" }]],
    ["takes the mean with a stride", () => [pictures(), { f: 2, stride: 2, mode: "average" }]],
  ],
  any,
  runs: 5,
  windows: (X, { f, stride, mode }) => ({
    input: X,
    kernel: f,
    stride,
    cell: mode === "max" ? "largest" : "mean",
    of: "A",
  }),
  edges: ["one", "equal"],
  forbid: ["maxPool2d", "avgPool2d", "nn.MaxPool2d.forward", "nn.AvgPool2d.forward", "unfold2d"],
  alike: [
    [
      "always the mean",
      "the modes are exchanged",
      "the first example asks for the largest only, and the second for the mean",
    ],
  ],
  mistakes: {
    "the stride is left out of the window": [
      replace(
        "X.narrow(2, i * stride, f).narrow(3, j * stride, f)",
        "X.narrow(2, i, f).narrow(3, j, f)",
      ),
      "The window moves on by one from cell to cell. It begins at row i · stride and column j · stride.",
    ],
    "always the largest": [
      replace('mode === "max" ? window.amax([2, 3]) : window.mean([2, 3])', "window.amax([2, 3])"),
      'You always take the largest. With mode "average" it is the mean.',
    ],
    "always the mean": [
      replace('mode === "max" ? window.amax([2, 3]) : window.mean([2, 3])', "window.mean([2, 3])"),
      'You always take the mean. With mode "max" it is the largest.',
    ],
    "the modes are exchanged": [
      replace('mode === "max" ?', 'mode !== "max" ?'),
      "Largest and mean have changed places.",
    ],
    "the sum": [
      replace("window.mean([2, 3])", "window.sum([2, 3])"),
      "You added the window up. An average is divided by how many numbers there are: take the mean.",
    ],
    "all channels at once": [
      replace(
        'mode === "max" ? window.amax([2, 3]) : window.mean([2, 3])',
        '(mode === "max" ? window.amax([1, 2, 3]) : window.mean([1, 2, 3])).unsqueeze(1).expand([N, C])',
      ),
      "You pooled all channels together. A pooling looks at every channel for itself, and as many come out as go in.",
    ],
    "never below 0": [
      replace("window.amax([2, 3])", "window.amax([2, 3]).relu()"),
      "Where all numbers of a window are below 0, you answer 0. The largest of them is below 0 too: do not begin with 0.",
    ],
    "row and column exchanged": [
      replace(
        "X.narrow(2, i * stride, f).narrow(3, j * stride, f)",
        "X.narrow(2, Math.min(j * stride, X.size(2) - f), f).narrow(3, Math.min(i * stride, X.size(3) - f), f)",
      ),
      "Row and column of the window are exchanged: i is the row of the cell, j its column.",
    ],
    "cells and channels mixed up": [
      replace("stack(cells, 2)", "stack(cells, 1)"),
      "The cells are put side by side in the wrong direction, so that cells and channels are mixed up. Each entry of the list is [N, C]: the cells belong behind that, along direction 2.",
    ],
    "moved by its own size": replace(
      "X.narrow(2, i * stride, f).narrow(3, j * stride, f)",
      "X.narrow(2, Math.min(i * f, X.size(2) - f), f).narrow(3, Math.min(j * f, X.size(3) - f), f)",
    ),
  },
  alternatives: {
    "one direction after the other": [
      replace(
        'mode === "max" ? window.amax([2, 3]) : window.mean([2, 3])',
        'mode === "max" ? window.amax(3).amax(2) : window.mean(3).mean(2)',
      ),
      "First along the rows of the window, then along what is left.",
    ],
    "as long rows": [
      replace(
        'mode === "max" ? window.amax([2, 3]) : window.mean([2, 3])',
        'mode === "max" ? window.flatten(2).amax(2) : window.flatten(2).mean(2)',
      ),
      "The window is laid out as one long row first.",
    ],
  },
});
