import {
  gradcheck,
  logSoftmax,
  manualSeed,
  onWarning,
  randn,
  softmax,
  type Tensor,
  tensor,
  zeros,
} from "@gradus/core";
import { describe, expect, test } from "vitest";
import { ctcLoss } from "./ctc.ts";
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  huberLoss,
  l1Loss,
  mseLoss,
  nllLoss,
  smoothL1Loss,
} from "./losses.ts";
import {
  cosineEmbeddingLoss,
  marginRankingLoss,
  multiMarginLoss,
  tripletMarginLoss,
} from "./margin.ts";

const classes = (data: number | readonly unknown[]): Tensor =>
  tensor(data as number[], { dtype: "int32" });

test("the gradient of binary cross entropy is finite at probabilities 0 and 1", async () => {
  const p = tensor([0, 1, 0.5, 0, 1], { requiresGrad: true });
  binaryCrossEntropy(p, tensor([0, 1, 1, 1, 0]), { reduction: "sum" }).backward();
  const grad = (await p.grad?.toArray()) as number[];
  expect(grad.slice(0, 3)).toEqual([0, 0, -2]);
  expect((grad[3] as number) / -1e12).toBeCloseTo(1, 5);
  expect((grad[4] as number) / 1e12).toBeCloseTo(1, 5);
});

const float64 = (...shape: number[]): Tensor => {
  manualSeed(5);
  return randn(shape, { dtype: "float64" }).detach();
};

test.each([
  [
    "binary cross entropy in probability and target",
    (x: Tensor, y: Tensor) => binaryCrossEntropy(x.sigmoid(), y.sigmoid()),
    [float64(3), float64(3).mul(2)],
  ],
  [
    "cross entropy with weights and smoothing",
    (x: Tensor) =>
      crossEntropy(x, classes([0, 2, -100]), {
        weight: tensor([1, 2, 3], { dtype: "float64" }),
        labelSmoothing: 0.2,
      }),
    [float64(3, 3)],
  ],
  [
    "cross entropy of probabilities, in both",
    (x: Tensor, y: Tensor) => crossEntropy(x, softmax(y, 1), { labelSmoothing: 0.1 }),
    [float64(2, 3), float64(2, 3).mul(2)],
  ],
  [
    "alignments behind a softmax",
    (x: Tensor) =>
      ctcLoss(
        logSoftmax(x, 2),
        classes([
          [1, 2],
          [2, 2],
        ]),
        [4, 3],
        [2, 2],
        { reduction: "sum" },
      ),
    [float64(4, 2, 3)],
  ],
] as const)("gradients of %s agree with finite differences", async (_name, fn, inputs) => {
  const leaves = inputs.map((x) => {
    const leaf = x.clone().detach();
    leaf.requiresGrad = true;
    return leaf;
  });
  expect(await gradcheck(fn as (...xs: Tensor[]) => Tensor, leaves)).toBe(true);
});

describe("losses that are not reduced have the shape of the target", () => {
  test.each([
    ["classes of pixels", zeros([2, 3, 4, 5]), zeros([2, 4, 5]).int(), [2, 4, 5]],
    ["probabilities of pixels", zeros([2, 3, 4, 5]), zeros([2, 3, 4, 5]), [2, 4, 5]],
    ["one example's class", zeros([3]), classes(1), []],
    ["one example's probabilities", zeros([3]), zeros([3]), []],
  ] as const)("%s", (_name, input, target, want) => {
    expect(crossEntropy(input, target, { reduction: "none" }).shape).toEqual(want);
  });
});

test.each([
  [[0, 3]],
  [[3, 0]],
  [[-1, 0]],
  [[0, -1]],
])("classes %j are not all of 3", async (target) => {
  const bad = target.find((t) => t < 0 || t > 2);
  const message = `label ${bad} at place ${target.indexOf(bad as number)} is out of range for 3 classes`;
  expect(() => crossEntropy(zeros([2, 3]), classes(target))).toThrow(`crossEntropy: ${message}`);
  expect(() => nllLoss(zeros([2, 3]), classes(target))).toThrow(`nllLoss: ${message}`);
  expect(() => multiMarginLoss(zeros([2, 3]), classes(target))).toThrow(message);
  // The same of labels that are only converted, and of an image's.
  expect(() => crossEntropy(zeros([2, 3]), tensor(target).int())).toThrow(message);
  const pixels = classes([target, [0, 0]]);
  expect(() => crossEntropy(zeros([2, 3, 2]), pixels)).toThrow(
    `place [0, ${target.indexOf(bad as number)}]`,
  );
});

test("shapes that broadcast are warned of, once for a line", async () => {
  const heard: string[] = [];
  const stop = onWarning((w) => heard.push(`${w.code} ${w.message}`));
  const [column, row] = [zeros([3, 1]), zeros([3])];
  for (let step = 0; step < 3; step++) mseLoss(column, row);
  for (const loss of [l1Loss, huberLoss, smoothL1Loss]) loss(column, row);
  mseLoss(row, row);
  stop();
  expect(heard.length).toBe(4);
  for (const name of ["mseLoss", "l1Loss", "huberLoss", "smoothL1Loss"])
    expect(
      heard.some((h) =>
        h.startsWith(`nn/loss-broadcast ${name}: the input has shape [3, 1] and the target [3];`),
      ),
    ).toBe(true);
  expect(() => mseLoss(row, undefined as never)).toThrow("the target must be a tensor");
});

test("labels that are still to be computed are told by the call, when they are", async () => {
  const labels = classes([0, 1]).mul(3);
  const loss = crossEntropy(zeros([2, 3]), labels);
  const error = await loss.data().then(
    () => null,
    (e: Error) => e,
  );
  expect(error?.message).toContain("crossEntropy: label 3 is out of range for 3 classes");
  expect(error?.stack).toContain("losses.test.ts");
});

test("the label that is ignored need not be a class", async () => {
  const loss = crossEntropy(zeros([3, 2]), classes([0, -100, 1]));
  expect(await loss.item()).toBeCloseTo(Math.LN2, 6);
  expect(() => crossEntropy(zeros([2, 2]), classes([0, -1]), { ignoreIndex: -2 })).toThrow(
    "label -1",
  );
  expect(await nllLoss(zeros([2, 2]), classes([7, 0]), { ignoreIndex: 7 }).item()).toBeCloseTo(0);
});

const two = zeros([2, 3]);
test.each([
  ["crossEntropy", () => crossEntropy(two, classes([0])), "target must have shape [2]"],
  [
    "crossEntropy",
    () => crossEntropy(two, zeros([2, 2])),
    "must have shape [2, 3], but has [2, 2]",
  ],
  [
    "crossEntropy",
    () => crossEntropy(two, classes([0, 1]), { weight: zeros([4]) }),
    "weight must have shape [3]",
  ],
  [
    "nllLoss, even of as many elements",
    () => nllLoss(zeros([2, 3, 3]), zeros([3, 2]).int()),
    "target must have shape [2, 3], but has [3, 2]",
  ],
  ["binaryCrossEntropy", () => binaryCrossEntropy(zeros([2]), zeros([2, 1])), "shape [2]"],
  [
    "binaryCrossEntropyWithLogits",
    () => binaryCrossEntropyWithLogits(zeros([2]), zeros([2, 1])),
    "shape [2], but has [2, 1]",
  ],
  ["multiMarginLoss", () => multiMarginLoss(two, classes([0])), "target must have shape [2]"],
  [
    "multiMarginLoss",
    () => multiMarginLoss(two, classes([0, 1]), { weight: zeros([2]) }),
    "weight must have shape [3]",
  ],
  ["cosineEmbeddingLoss", () => cosineEmbeddingLoss(two, two, two), "must have shape [2]"],
  ["marginRankingLoss", () => marginRankingLoss(two, two, zeros([3])), "but has [3]"],
  ["tripletMarginLoss", () => tripletMarginLoss(zeros([3]), two, two), "but has [2, 3]"],
  ["ctcLoss", () => ctcLoss(zeros([4, 2, 3]), zeros([2, 2]).int(), [4], [2, 2]), "shape [2]"],
  [
    "ctcLoss of joined targets",
    () => ctcLoss(zeros([4, 2, 3]), classes([1, 1, 1]), [4, 4], [2, 2]),
    "must have shape [4], but has [3]",
  ],
] as const)("%s refuses shapes that do not fit", (_name, run, message) => {
  expect(run).toThrow(message);
  expect(run).toThrow("(nn/argument-shape)");
});

const x = zeros([2]);
test.each([
  ["huberLoss", () => huberLoss(x, x, { delta: 0 }), "delta is 0, but must be above 0"],
  ["smoothL1Loss", () => smoothL1Loss(x, x, { beta: -1 }), "beta is -1"],
  [
    "crossEntropy",
    () => crossEntropy(two, x.int(), { labelSmoothing: 1.5 }),
    "labelSmoothing is 1.5",
  ],
  [
    "crossEntropy of probabilities",
    () => crossEntropy(two, two, { ignoreIndex: 1 }),
    "ignoreIndex is 1",
  ],
  ["multiMarginLoss", () => multiMarginLoss(two, x.int(), { p: 3 } as never), "p is 3"],
  ["tripletMarginLoss", () => tripletMarginLoss(two, two, two, { margin: -1 }), "margin is -1"],
  [
    "ctcLoss",
    () => ctcLoss(zeros([4, 1, 3]), classes([[1]]), [4], [1], { blank: 3 }),
    "blank is 3",
  ],
  ["ctcLoss", () => ctcLoss(zeros([4, 1, 3]), classes([[1]]), [5], [1]), "inputLengths is 5"],
  ["ctcLoss", () => ctcLoss(zeros([4, 1, 3]), classes([[1]]), [4], [2]), "targetLengths is 2"],
] as const)("%s refuses options out of range", (_name, run, message) => {
  expect(run).toThrow(message);
  expect(run).toThrow("(nn/option)");
});

test("a sequence without a step is certain of an empty target and of nothing else", async () => {
  const none = ctcLoss(logSoftmax(zeros([4, 2, 3]), 2), classes([[1], [1]]), [0, 0], [0, 1], {
    reduction: "none",
  });
  expect(Array.from(await none.data(), Math.abs)).toEqual([0, Number.POSITIVE_INFINITY]);
});
