import { defineExercise, gradient, type Random, replace } from "@gradus/exercise";
import { conv2d, type Tensor, tensor, zeros } from "gradus";
import type { ConvCache } from "../../02-channels-and-filters/01-conv-forward/solution.ts";
import type * as solution from "./solution.ts";

/** Whole numbers that look mixed, in a shape. */
const mixed = (shape: readonly number[], step: number): Tensor => {
  const size = shape.reduce((a, n) => a * n, 1);
  return tensor(Array.from({ length: size }, (_, i) => ((i * step + 3) % 11) - 5)).reshape(shape);
};

const any = (r: Random<Tensor>): [Tensor, ConvCache] => {
  const [N, C, K] = [r.int(1, 2), r.int(1, 2), r.int(1, 2)];
  const [f, stride, rows, columns] = [r.int(1, 3), r.int(1, 2), r.int(1, 2), r.int(1, 3)];
  const pad = r.int(0, f > 1 ? 1 : 0);
  const size = (cells: number): number =>
    Math.max(1, (cells - 1) * stride + f - 2 * pad) + (stride > 1 && f > 2 * pad ? r.int(0, 1) : 0);
  const X = r.tensor([N, C, size(rows), size(columns)]);
  const out = (n: number): number => Math.floor((n + 2 * pad - f) / stride) + 1;
  return [
    r.tensor([N, K, out(X.size(2)), out(X.size(3))]),
    { X, W: r.tensor([K, C, f, f]), stride, pad },
  ];
};

export default defineExercise<typeof solution>({
  of: "convBackward",
  example: [
    [
      "is right for one picture, one channel and one filter",
      () => [
        mixed([1, 1, 2, 3], 4),
        { X: mixed([1, 1, 3, 4], 7), W: mixed([1, 1, 2, 2], 5), stride: 1, pad: 0 },
      ],
    ],
    [
      "is right with two pictures, two channels, three filters, a stride and a border",
      () => [
        mixed([2, 3, 2, 3], 4),
        { X: mixed([2, 2, 3, 5], 7), W: mixed([3, 2, 3, 3], 5), stride: 2, pad: 1 },
      ],
    ],
  ],
  any,
  runs: 4,
  edges: ["one"],
  windows: (dZ, { W, stride, pad }) =>
    stride === 1 && pad < W.size(2)
      ? {
          input: dZ,
          name: "dZ",
          kernel: W.size(2),
          pad: W.size(2) - 1 - pad,
          cell: { weights: W.transpose(0, 1).flip([2, 3]) },
          of: "dX",
        }
      : undefined,
  checks: [
    gradient<typeof solution, "convBackward", { X: Tensor; W: Tensor; b: Tensor }>({
      name: "agrees with the slope that nudging shows",
      of: "convBackward",
      runs: 2,
      args: any,
      at: (_dZ, { X, W }) => ({ X, W, b: zeros([W.size(0)]) }),
      gradients: ({ dX, dW, db }) => ({ X: dX, W: dW, b: db }),
      loss: ({ X, W, b }, dZ, { stride, pad }) =>
        conv2d(X, W, b, { stride, padding: pad }).mul(dZ).sum(),
    }),
  ],
  forbid: ["backward", "grad", "conv2d", "convTranspose2d", "unfold2d", "fold2d"],
  mistakes: {
    "the last window wins": [
      replace(".add_(d.mul(W).sum(1))", ".copy_(d.mul(W).sum(1))"),
      "In dX what came from an earlier window is overwritten. A pixel lies in several windows: add.",
    ],
    "dW of the last cell": [
      replace(
        "dW = dW.add(d.mul(window.unsqueeze(1)).sum(0));",
        "dW = d.mul(window.unsqueeze(1)).sum(0);",
      ),
      "dW holds what the last cell gives. A weight has a part in every cell: add up over all of them.",
    ],
    "the stride is left out on the way back": [
      replace(
        "dPadded.narrow(2, top, f).narrow(3, left, f)",
        "dPadded.narrow(2, i, f).narrow(3, j, f)",
      ),
      "In dX the parts are put back at (i, j). The window began at row i · stride and column j · stride.",
    ],
    "the stride is left out of the window": [
      replace(
        "padded.narrow(2, top, f).narrow(3, left, f);",
        "padded.narrow(2, i, f).narrow(3, j, f);",
      ),
      "For dW the windows are taken at (i, j). They began at row i · stride and column j · stride.",
    ],
    "the border is cut off on one side": [
      replace(
        "dPadded.narrow(2, pad, X.size(2)).narrow(3, pad, X.size(3))",
        "dPadded.narrow(2, 0, X.size(2)).narrow(3, 0, X.size(3))",
      ),
      "dX is cut out of the upper left corner, with the border's gradient in it. The picture begins at row and column pad.",
    ],
    "the border stays": [
      replace("dPadded.narrow(2, pad, X.size(2)).narrow(3, pad, X.size(3))", "dPadded"),
      "dX still has the border. Cut it to the size of X.",
    ],
    "the mean over the pictures": [
      replace("window.unsqueeze(1)).sum(0)", "window.unsqueeze(1)).mean(0)"),
      "dW is divided by the number of pictures. If the cost is a mean, that is in dZ already: add up.",
    ],
    "only one filter comes back": [
      replace("d.mul(W).sum(1)", "d.mul(W).select(1, 0)"),
      "Only the first filter hands something back to the pixels. All filters looked at them: add up over the filters.",
    ],
    "the filter is turned": [
      replace("d.mul(W).sum(1)", "d.mul(W.flip([3, 4].map((a) => a - 1))).sum(1)"),
      "The filter is turned by half a turn on its way back to the pixels. Each pixel gets the weight that lay on it. (The half turn belongs to the other way of writing this, as one convolution of dZ.)",
    ],
    "db of the last cell": [
      replace("db: dZ.sum([0, 2, 3])", "db: dZ.select(3, columns - 1).select(2, rows - 1).sum(0)"),
      "db holds what the last cell gives. A bias has a part in every cell of its feature map: add all up.",
    ],
    "db is a mean": [
      replace("db: dZ.sum([0, 2, 3])", "db: dZ.mean([0, 2, 3])"),
      "db is a mean over pictures and places. Add up.",
    ],
    "db for each picture": [
      replace("db: dZ.sum([0, 2, 3])", "db: dZ.sum([2, 3])"),
      "db has a row for each picture. The same bias serves all pictures: add up over those, too.",
    ],
  },
  alternatives: {
    "as matrix products": [
      replace(
        "dZ.select(3, j).select(2, i).reshape([N, K, 1, 1, 1])",
        "dZ.select(3, j).select(2, i)",
      ),
      replace(
        "d.mul(window.unsqueeze(1)).sum(0)",
        "d.t().matmul(window.flatten(1)).reshape(W.shape)",
      ),
      replace("add_(d.mul(W).sum(1))", "add_(d.matmul(W.flatten(1)).reshape(window.shape))"),
      "With windows and filters as long rows they are the two products of a dense layer's way back.",
    ],
    "padded parts": [
      replace("const dPadded = zerosLike(padded);", "let dPadded = zerosLike(padded);"),
      replace(
        "dPadded.narrow(2, top, f).narrow(3, left, f).add_(d.mul(W).sum(1));",
        "const border = [left, padded.size(3) - left - f, top, padded.size(2) - top - f];\n      dPadded = dPadded.add(surround(d.mul(W).sum(1), border));",
      ),
      replace(
        'import { type Tensor, zerosLike } from "gradus";',
        'import { type Tensor, pad as surround, zerosLike } from "gradus";',
      ),
      "Each part gets zeros around it until it has the shape of the padded pictures; nothing is changed in place.",
    ],
  },
});
