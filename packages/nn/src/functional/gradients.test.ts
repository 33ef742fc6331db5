import { gradcheck, manualSeed, randn, setDefaultBackend, type Tensor, tensor } from "@gradus/core";
import { afterAll, describe, expect, test } from "vitest";
import { BatchNorm1d, InstanceNorm1d } from "../layers/normalization.ts";
import { ctcLoss } from "../losses/ctc.ts";
import {
  gaussianNllLoss,
  multilabelSoftMarginLoss,
  poissonNllLoss,
  softMarginLoss,
} from "../losses/likelihood.ts";
import {
  binaryCrossEntropyWithLogits,
  huberLoss,
  klDiv,
  l1Loss,
  mseLoss,
  smoothL1Loss,
} from "../losses/losses.ts";
import {
  cosineEmbeddingLoss,
  hingeEmbeddingLoss,
  marginRankingLoss,
  multiMarginLoss,
  tripletMarginLoss,
} from "../losses/margin.ts";
import { glu, hardshrink, normalize, softshrink, threshold } from "./activation.ts";
import { batchNorm, instanceNorm } from "./batch.ts";
import { groupNorm, layerNorm, localResponseNorm, rmsNorm } from "./normalization.ts";
import { bilinear, embeddingBag, pairwiseDistance, pdist } from "./pairs.ts";
import { affineGrid, gridSample, lpPool2d, pixelShuffle } from "./spatial.ts";

type Fn = (...xs: Tensor[]) => Tensor;

const signs = tensor([1, -1], { dtype: "float64" });
const classes = tensor([0, 2], { dtype: "int32" });
const bags = tensor(
  [
    [0, 2],
    [3, 1],
  ],
  { dtype: "int32" },
);

/** Functions and the shapes of the inputs they are differentiated in. */
const table: readonly (readonly [string, Fn, readonly (readonly number[])[]])[] = [
  ["glu", (x) => glu(x, 0), [[4, 3]]],
  ["hardshrink", (x) => hardshrink(x), [[12]]],
  ["softshrink", (x) => softshrink(x), [[12]]],
  ["threshold", (x) => threshold(x, 0.1, 3), [[12]]],
  ["normalize", (x) => normalize(x, { p: 3 }), [[2, 4]]],
  [
    "layerNorm",
    (x, weight, bias) => layerNorm(x, [3, 2], { weight, bias }),
    [
      [2, 3, 2],
      [3, 2],
      [3, 2],
    ],
  ],
  ["rmsNorm", (x, weight) => rmsNorm(x, [4], { weight }), [[2, 4], [4]]],
  ["groupNorm", (x, weight, bias) => groupNorm(x, 2, { weight, bias }), [[2, 4, 3], [4], [4]]],
  ["localResponseNorm", (x) => localResponseNorm(x, 2, { alpha: 2 }), [[2, 4, 2]]],
  ["batch normalisation", (x) => new BatchNorm1d(2, { affine: false }).forward(x), [[3, 2, 2]]],
  ["instance normalisation", (x) => new InstanceNorm1d(2).forward(x), [[3, 2, 4]]],
  ["mseLoss", (x, y) => mseLoss(x, y), [[4], [4]]],
  ["l1Loss", (x, y) => l1Loss(x, y), [[4], [4]]],
  ["huberLoss", (x, y) => huberLoss(x, y, { delta: 0.4 }), [[6], [6]]],
  ["smoothL1Loss", (x, y) => smoothL1Loss(x, y, { beta: 0.4 }), [[6], [6]]],
  [
    "binaryCrossEntropyWithLogits",
    (x, y) =>
      binaryCrossEntropyWithLogits(x, y, {
        posWeight: tensor([2], { dtype: "float64" }),
      }),
    [[4], [4]],
  ],
  ["klDiv", (x, y) => klDiv(x, y.sigmoid()), [[4], [4]]],
  ["klDiv of logarithms", (x, y) => klDiv(x, y, { logTarget: true }), [[4], [4]]],
  ["hingeEmbeddingLoss", (x) => hingeEmbeddingLoss(x, signs, { margin: 2 }), [[3, 2]]],
  ["multiMarginLoss", (x) => multiMarginLoss(x, classes, { p: 2 }), [[2, 3]]],
  ["marginRankingLoss", (a, b) => marginRankingLoss(a, b, signs, { margin: 1 }), [[2], [2]]],
  [
    "tripletMarginLoss",
    (a, p, n) => tripletMarginLoss(a, p, n, { swap: true, margin: 3 }),
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
  ],
  [
    "cosineEmbeddingLoss",
    (a, b) => cosineEmbeddingLoss(a, b, signs, { margin: -1 }),
    [
      [2, 3],
      [2, 3],
    ],
  ],
  ["pixelShuffle", (x) => pixelShuffle(x, 2), [[1, 4, 2, 1]]],
  ["lpPool2d", (x) => lpPool2d(x.square().add(0.5), 3, 2), [[1, 1, 2, 4]]],
  [
    "gridSample",
    (x, grid) => gridSample(x, grid.sigmoid().mul(1.4).sub(0.7), { paddingMode: "border" }),
    [
      [1, 2, 4, 4],
      [1, 2, 2, 2],
    ],
  ],
  ["affineGrid", (x) => affineGrid(x, [1, 1, 2, 3]), [[1, 2, 3]]],
  ["batchNorm", (x, w) => batchNorm(x, null, null, { training: true, weight: w }), [[3, 2], [2]]],
  ["instanceNorm", (x, w) => instanceNorm(x, null, null, { weight: w }), [[2, 2, 3], [2]]],
  [
    "pairwiseDistance",
    (a, b) => pairwiseDistance(a, b, { p: 3 }),
    [
      [3, 2],
      [3, 2],
    ],
  ],
  ["pdist", (x) => pdist(x), [[4, 2]]],
  [
    "bilinear",
    (a, b, w) => bilinear(a, b, w),
    [
      [2, 3],
      [2, 2],
      [2, 3, 2],
    ],
  ],
  ["embeddingBag", (w) => embeddingBag(bags, w, null, { mode: "max" }), [[4, 3]]],
  ["gaussianNllLoss", (x, t, v) => gaussianNllLoss(x, t, v.square().add(0.5)), [[4], [4], [4]]],
  [
    "poissonNllLoss",
    (x) => poissonNllLoss(x, tensor([0, 1, 3, 2], { dtype: "float64" }), { full: true }),
    [[4]],
  ],
  ["softMarginLoss", (x) => softMarginLoss(x, signs), [[2]]],
  [
    "multilabelSoftMarginLoss",
    (x, t) => multilabelSoftMarginLoss(x, t.sigmoid()),
    [
      [2, 3],
      [2, 3],
    ],
  ],
  [
    "ctcLoss",
    (x) =>
      ctcLoss(
        x.logSoftmax(2),
        tensor(
          [
            [1, 2],
            [1, 1],
          ],
          { dtype: "int32" },
        ),
        [4, 3],
        [2, 1],
      ),
    [[4, 2, 3]],
  ],
];

describe.each([
  "reference",
  "wasm",
] as const)("gradients on %s agree with finite differences", (backend) => {
  afterAll(() => setDefaultBackend("wasm"));

  test.each(table)("%s", async (_name, fn, shapes) => {
    setDefaultBackend(backend);
    manualSeed(11);
    const inputs = shapes.map((shape) => {
      const x = randn(shape, { dtype: "float64" }).detach();
      x.requiresGrad = true;
      return x;
    });
    expect(await gradcheck(fn, inputs)).toBe(true);
  });
});
