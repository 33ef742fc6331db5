import { defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { PoolCache } from "../../03-pooling/01-pool-forward/solution.ts";

/** Whole numbers that look mixed and differ all from each other. */
const mixed = (shape: readonly number[], step: number): Tensor => {
  const size = shape.reduce((a, n) => a * n, 1);
  return tensor(Array.from({ length: size }, (_, i) => ((i * step + 11) % 83) - 40)).reshape(shape);
};

const any = (r: Random<Tensor>): [Tensor, PoolCache] => {
  const [N, C, f, stride] = [r.int(1, 2), r.int(1, 2), r.int(1, 3), r.int(1, 3)];
  const [rows, columns] = [r.int(1, 3), r.int(1, 3)];
  const size = (cells: number): number => (cells - 1) * stride + f + r.int(0, stride - 1);
  const X = r.tensor([N, C, size(rows), size(columns)]);
  return [
    r.tensor([N, C, rows, columns]),
    { X, f, stride, mode: r.pick(["max", "average"] as const) },
  ];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "poolBackward",
  example: [
    [
      "gives to the largest, where windows overlap",
      () => [mixed([2, 2, 2, 3], 17), { X: mixed([2, 2, 5, 7], 37), f: 3, stride: 2, mode: "max" }],
    ],
    [
      "shares with a stride, where a row is left over",
      () => [
        mixed([2, 2, 2, 2], 17),
        { X: mixed([2, 2, 5, 4], 37), f: 2, stride: 2, mode: "average" },
      ],
    ],
  ],
  any,
  runs: 6,
  edges: ["one", "equal"],
  forbid: ["backward", "grad", "maxPool2d", "avgPool2d"],
  alike: [
    [
      "always to the largest",
      "the modes are exchanged",
      "the second example asks for the mean only, and the first for the largest",
    ],
    [
      "always shared",
      "the modes are exchanged",
      "the first example asks for the largest only, and the second for the mean",
    ],
  ],
  mistakes: {
    "the last window wins": [
      replace(".add_(part)", ".copy_(part)"),
      "What a place had from an earlier window is overwritten. Windows overlap: add.",
    ],
    "the stride is left out": [
      replace("dX.narrow(2, top, f).narrow(3, left, f)", "dX.narrow(2, i, f).narrow(3, j, f)"),
      "The parts are put back at (i, j). The window began at row i · stride and column j · stride.",
    ],
    "the stride is left out twice": [
      replace(
        "const window = X.narrow(2, top, f).narrow(3, left, f);",
        "const window = X.narrow(2, i, f).narrow(3, j, f);",
      ),
      replace("dX.narrow(2, top, f).narrow(3, left, f)", "dX.narrow(2, i, f).narrow(3, j, f)"),
      "Your windows begin at (i, j). They begin at row i · stride and column j · stride.",
    ],
    "always to the largest": [
      replace('mode === "max"', "f > 0"),
      'The number always goes to the largest. With mode "average" all places share it.',
    ],
    "always shared": [
      replace('mode === "max"', "f < 0"),
      'The number is always shared. With mode "max" only the largest had a part in it.',
    ],
    "the modes are exchanged": [
      replace('mode === "max"', 'mode !== "max"'),
      "The two modes have changed places.",
    ],
    "the mask alone": [
      replace(".mul(share.reshape([N, C, 1, 1]))", ""),
      "The largest gets a 1. It gets the cell's number: the mask times that.",
    ],
    "times the window": [
      replace("createMaskFromWindow(window).mul(", "createMaskFromWindow(window).mul(window).mul("),
      "You multiplied by the number that was the largest. When it grows by 1 the pooling's answer grows by 1: its slope is 1.",
    ],
    "row and column exchanged": [
      replace(
        "dA.select(3, j).select(2, i)",
        "dA.select(3, Math.min(i, columns - 1)).select(2, Math.min(j, rows - 1))",
      ),
      "Row and column are exchanged where you take a cell's number out of dA.",
    ],
    "divided by the number of cells": replace(
      "distributeValue(share, f)",
      "distributeValue(share, f).div(rows * columns)",
    ),
  },
  alternatives: {
    "padded parts": [
      replace("const dX = zerosLike(X);", "let dX = zerosLike(X);"),
      replace(
        "dX.narrow(2, top, f).narrow(3, left, f).add_(part);",
        "const border = [left, X.size(3) - left - f, top, X.size(2) - top - f];\n      dX = dX.add(pad(part, border));",
      ),
      "Each part gets zeros around it until it has the shape of X, and nothing is changed in place.",
    ],
    "one picture at a time": [
      replace(
        "createMaskFromWindow(window).mul(share.reshape([N, C, 1, 1]))",
        "createMaskFromWindow(window).mul(share.unsqueeze(2).unsqueeze(3))",
      ),
      "Two directions are put in with unsqueeze.",
    ],
  },
});
