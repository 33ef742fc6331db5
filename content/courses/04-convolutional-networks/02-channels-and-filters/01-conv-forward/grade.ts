import { defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { ConvOptions } from "./solution.ts";

/** Whole numbers that look mixed, in a shape. */
const mixed = (shape: readonly number[], step: number): Tensor => {
  const size = shape.reduce((a, n) => a * n, 1);
  return tensor(Array.from({ length: size }, (_, i) => ((i * step + 3) % 11) - 5)).reshape(shape);
};

const any = (r: Random<Tensor>): [Tensor, Tensor, Tensor, ConvOptions] => {
  const [C, K, f, pad] = [r.int(1, 2), r.int(1, 3), r.int(1, 3), r.int(0, 1)];
  return [
    r.tensor([r.int(1, 2), C, r.int(f, 4), r.int(f, 5)]),
    r.tensor([K, C, f, f]),
    r.list(K),
    { stride: r.int(1, 3), pad },
  ];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "convForward",
  example: [
    [
      "is right for one picture with one channel and a stride of 2",
      () => [
        tensor([
          [
            [
              [1, 5, 2, 7, 0],
              [3, 9, 4, 8, 1],
              [6, 0, 1, 2, 4],
              [7, 3, 8, 5, 6],
            ],
          ],
        ]),
        tensor([
          [
            [
              [1, 2],
              [-1, 0.5],
            ],
          ],
        ]),
        tensor([10]),
        { stride: 2, pad: 0 },
      ],
    ],
    [
      "is right for two pictures, three channels, four filters and a border",
      () => [
        mixed([2, 3, 4, 5], 7),
        mixed([4, 3, 3, 3], 4),
        tensor([10, -20, 30, -40]),
        { stride: 2, pad: 1 },
      ],
    ],
  ],
  any,
  runs: 6,
  windows: (X, W, b, { stride, pad }) => ({
    input: X,
    kernel: W.size(2),
    stride,
    pad,
    cell: { weights: W, bias: b },
    of: "Z",
  }),
  edges: ["one", "equal"],
  forbid: ["conv2d", "nn.Conv2d.forward", "unfold2d", "nn.Unfold.forward"],
  mistakes: {
    "the stride is left out of the window": [
      replace(
        "padded.narrow(2, i * stride, f).narrow(3, j * stride, f)",
        "padded.narrow(2, i, f).narrow(3, j, f)",
      ),
      "The window moves on by one from cell to cell. It begins at row i · stride and column j · stride.",
    ],
    "the stride counts for rows only": [
      replace("narrow(3, j * stride, f)", "narrow(3, j, f)"),
      "The stride counts for the rows and not for the columns of the window's place.",
    ],
    "moved by its own size": [
      replace(
        "padded.narrow(2, i * stride, f).narrow(3, j * stride, f)",
        "padded.narrow(2, Math.min(i * f, padded.size(2) - f), f).narrow(3, Math.min(j * f, padded.size(3) - f), f)",
      ),
      "The window moves on by its own size f. It moves on by the stride.",
    ],
    "no border": [
      replace("const padded = zeroPad(X, pad);", "const padded = X;"),
      replace("outputSize(X.size(2), f, stride, pad)", "outputSize(X.size(2), f, stride, 0)"),
      replace("outputSize(X.size(3), f, stride, pad)", "outputSize(X.size(3), f, stride, 0)"),
      "The border of zeros is missing. Put it around X before windows are cut out.",
    ],
    "row and column exchanged": [
      replace(
        "padded.narrow(2, i * stride, f).narrow(3, j * stride, f)",
        "padded.narrow(2, Math.min(j * stride, padded.size(2) - f), f).narrow(3, Math.min(i * stride, padded.size(3) - f), f)",
      ),
      "Row and column of the window are exchanged: i is the row of the cell, j its column.",
    ],
    "the bias is left out": [
      replace(".sum([2, 3, 4]).add(b)", ".sum([2, 3, 4])"),
      "The bias is missing: each filter adds its own to all of its cells.",
    ],
    "the bias in every place": [
      replace(
        ".mul(W).sum([2, 3, 4]).add(b)",
        ".mul(W).add(b.reshape([-1, 1, 1, 1])).sum([2, 3, 4])",
      ),
      "The bias is added before the sum, so it counts once for each place of the window. Add it after the sum.",
    ],
    "only the first channel": [
      replace(
        "window.unsqueeze(1).mul(W).sum([2, 3, 4])",
        "window.narrow(1, 0, 1).unsqueeze(1).mul(W.narrow(1, 0, 1)).sum([2, 3, 4])",
      ),
      "Only the first channel of the window is used. A filter has weights for all channels and adds them up.",
    ],
    "the mean": [
      replace(".sum([2, 3, 4])", ".mean([2, 3, 4])"),
      "You took the mean of the products. A filter adds them up.",
    ],
    "the filter is turned": [
      replace(".mul(W)", ".mul(W.flip([2, 3]))"),
      "The filters are turned by half a turn. Networks leave them as they stand.",
    ],
    "cells and filters mixed up": [
      replace(
        "stack(cells, 2).reshape([N, K, rows, columns])",
        "stack(cells, 1).reshape([N, K, rows, columns])",
      ),
      "The cells are put side by side in the wrong direction, so that cells and filters are mixed up. Each entry of the list is [N, K]: the cells belong behind that, along direction 2.",
    ],
    "the border in the cache": [
      replace("cache: { X, W, stride, pad }", "cache: { X: padded, W, stride, pad }"),
      "The cache holds the pictures with their border. Keep X as it came.",
    ],
    "for one picture": replace(
      "window.unsqueeze(1).mul(W)",
      "window.narrow(0, 0, 1).unsqueeze(1).mul(W)",
    ),
  },
  alternatives: {
    "as a matrix product": [
      replace(
        "cells.push(window.unsqueeze(1).mul(W).sum([2, 3, 4]).add(b));",
        "cells.push(window.flatten(1).matmul(W.flatten(1).t()).add(b));",
      ),
      "Windows and filters laid out as long rows: one matrix product gives all pictures and filters. Fast libraries do it like this.",
    ],
    "four loops": [
      replace(
        "const cells: Tensor[] = [];\n  for (let i = 0; i < rows; i++)\n    for (let j = 0; j < columns; j++) {\n      const window = padded.narrow(2, i * stride, f).narrow(3, j * stride, f);",
        "const cells: Tensor[] = [];\n  for (let n = 0; n < N; n++)\n    for (let k = 0; k < K; k++)\n      for (let i = 0; i < rows; i++)\n        for (let j = 0; j < columns; j++) {\n          const window = padded.select(0, n).narrow(1, i * stride, f).narrow(2, j * stride, f);",
      ),
      replace(
        "cells.push(window.unsqueeze(1).mul(W).sum([2, 3, 4]).add(b));\n    }",
        "cells.push(window.mul(W.select(0, k)).sum().add(b.select(0, k)));\n        }",
      ),
      replace("stack(cells, 2)", "stack(cells, 0)"),
      "Every cell of every feature map on its own: slow, and very clear.",
    ],
  },
});
