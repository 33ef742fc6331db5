import { defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { ConvParameters } from "./solution.ts";

/** Numbers in −1.1 to 1.1 that look mixed, in a shape. */
const mixed = (shape: readonly number[], step: number): Tensor => {
  const size = shape.reduce((a, n) => a * n, 1);
  return tensor(Array.from({ length: size }, (_, i) => (((i * step + 5) % 23) - 11) / 10)).reshape(
    shape,
  );
};

/** What is left of a side after both layers with windows of f. */
const left = (side: number, f: number): number =>
  Math.floor((Math.floor((side + 5 - f) / 2) + 1 - f) / 2);

const any = (r: Random<Tensor>): [Tensor, ConvParameters] => {
  const [C, K1, K2, classes] = [r.int(1, 2), r.int(1, 3), r.int(1, 3), r.int(2, 4)];
  const [H, W, f] = [r.int(7, 9), r.int(7, 9), r.int(2, 3)];
  return [
    r.tensor([r.int(1, 2), C, H, W]),
    {
      W1: r.tensor([K1, C, f, f]),
      b1: r.list(K1),
      W2: r.tensor([K2, K1, f, f]),
      b2: r.list(K2),
      W3: r.table(classes, K2 * left(H, f) * left(W, f)),
      b3: r.list(classes),
    },
  ];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "forwardScores",
  example: [
    "is right for two pictures of 8 by 7",
    () => [
      mixed([2, 2, 8, 7], 7),
      {
        W1: mixed([3, 2, 3, 3], 5),
        b1: tensor([0.5, -0.3, 1]),
        W2: mixed([2, 3, 3, 3], 9),
        b2: tensor([0.4, -0.2]),
        W3: mixed([3, 2 * left(8, 3) * left(7, 3)], 11),
        b3: tensor([1, -2, 0.5]),
      },
    ],
  ],
  any,
  runs: 6,
  edges: [],
  mistakes: {
    "no border": [
      replace("{ padding: 2 }", "{ padding: 0 }"),
      "The first layer has no border. Give it padding: 2.",
    ],
    "a border of one": [
      replace("{ padding: 2 }", "{ padding: 1 }"),
      "The first layer has a border of 1. It should be 2.",
    ],
    "a border in both": [
      replace("conv2d(A1, W2, b2)", "conv2d(A1, W2, b2, { padding: 2 })"),
      "The second layer has a border, too. Only the first has one.",
    ],
    "no ReLU after the first": [
      replace("conv2d(X, W1, b1, { padding: 2 }).relu()", "conv2d(X, W1, b1, { padding: 2 })"),
      "ReLU is missing after the first layer of filters.",
    ],
    "no ReLU after the second": [
      replace("conv2d(A1, W2, b2).relu()", "conv2d(A1, W2, b2)"),
      "ReLU is missing after the second layer of filters.",
    ],
    "the mean of each window": [
      replace("maxPool2d(conv2d(X", "avgPool2d(conv2d(X"),
      "The first pooling takes the mean. It should keep the largest.",
    ],
    "ReLU at the end": [
      replace(".add(b3)", ".add(b3).relu()"),
      "The scores are bent by ReLU. They are sums, and may be below 0.",
    ],
    "softmax at the end": [
      replace(".add(b3)", ".add(b3).softmax(1)"),
      "These are shares. The scores are asked for: the loss makes shares of them.",
    ],
    "the first bias is missing": [
      replace("conv2d(X, W1, b1, { padding: 2 })", "conv2d(X, W1, undefined, { padding: 2 })"),
      "The first layer of filters has no bias: hand b1 on.",
    ],
    "the second pooling is missing": replace(
      "maxPool2d(conv2d(A1, W2, b2).relu(), 2)",
      "maxPool2d(conv2d(A1, W2, b2).relu(), 2, { stride: 1 })",
    ),
  },
  alternatives: {
    linear: [
      replace("rows.matmul(W3.t()).add(b3)", "nn.functional.linear(rows, W3, b3)"),
      "The dense layer has a function of its own.",
    ],
    "pooled first": [
      replace(
        "maxPool2d(conv2d(X, W1, b1, { padding: 2 }).relu(), 2)",
        "maxPool2d(conv2d(X, W1, b1, { padding: 2 }), 2).relu()",
      ),
      "First the largest, then ReLU: the largest number stays the largest, and there is less to bend.",
    ],
  },
});
