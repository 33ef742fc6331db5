import { defineExercise, gradient, pure, type Random, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { type BatchNormCache, batchNormForward } from "../01-batch-norm-forward/solution.ts";

const Z = (): Tensor =>
  tensor([
    [1, -2, 10],
    [3, 0.5, 14],
    [2, 4, -6],
    [5, 1, 3],
  ]);

const example = (): [Tensor, BatchNormCache] => [
  tensor([
    [0.3, -1, 0.2],
    [1.2, 0.5, -0.7],
    [-0.4, 0.1, 1],
    [0.6, 2, 0.5],
  ]),
  batchNormForward(Z(), tensor([2, 0.5, -1]), tensor([0.3, -1, 4]), 0.25).cache,
];

const eps = 0.1;
const any = (random: Random<Tensor>): [Tensor, BatchNormCache] => {
  const [m, units] = [random.int(1, 5), random.int(1, 4)];
  const { cache } = batchNormForward(
    random.table(m, units, -3, 3),
    random.list(units, -2, 2),
    random.list(units),
    eps,
  );
  return [random.table(m, units), cache];
};

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for four examples and three units",
      of: "batchNormBackward",
      cases: [{ args: example }],
    }),
    gradient({
      name: "agrees with the slope that nudging shows",
      of: "batchNormBackward",
      runs: 6,
      edges: ["one", "equal"],
      args: any,
      // Any Z with these normalised sums will do: their mean is 0, and the spread is what they are divided by.
      at: (_dOut, { normed, spread, gamma }) => ({
        Z: normed.mul(spread),
        gamma,
        beta: gamma.mul(0),
      }),
      gradients: ({ dZ, dgamma, dbeta }) => ({ Z: dZ, gamma: dgamma, beta: dbeta }),
      loss: ({ Z, gamma, beta }, dOut) => batchNormForward(Z, gamma, beta, eps).out.mul(dOut).sum(),
    }),
    pure({ name: "leaves its inputs alone", of: "batchNormBackward", args: example }),
  ],
  mistakes: {
    "the statistics taken for constants": [
      replace("g.sub(g.mean(0)).sub(along).div(spread)", "g.div(spread)"),
      "You went back through the division only. Mean and spread are made of the same examples, so each example moves them, too.",
    ],
    "the spread taken for a constant": [
      replace("g.sub(g.mean(0)).sub(along)", "g.sub(g.mean(0))"),
      "The way through the spread is missing: each example moves its column's spread as well. Subtract normed times the mean of g · normed.",
    ],
    "the mean taken for a constant": [
      replace("g.sub(g.mean(0)).sub(along)", "g.sub(along)"),
      "The way through the mean is missing: each example moves its column's mean. Subtract the mean of g.",
    ],
    "sums instead of means": [
      replace("g.mean(0)", "g.sum(0)"),
      replace("g.mul(normed).mean(0)", "g.mul(normed).sum(0)"),
      "You subtracted sums over the examples. Mean and variance are means, so what comes back through them is divided by m.",
    ],
    "gamma is missing": [
      replace("const g = dOut.mul(gamma);", "const g = dOut;"),
      "gamma is missing in dZ: on the way forward the normalised sums were multiplied by it.",
    ],
    "divided by the variance": [
      replace(".div(spread)", ".div(spread.square())"),
      "You divided by the variance. On the way forward it was divided by the spread, once.",
    ],
    "times the spread": [
      replace(".sub(along).div(spread)", ".sub(along).mul(spread)"),
      "You multiplied by the spread. On the way forward it was divided by it, and so it is on the way back.",
    ],
    "not divided": [
      replace(".sub(along).div(spread)", ".sub(along)"),
      "The division by the spread is missing in dZ.",
    ],
    "gradients of gamma and beta are averaged": [
      replace("dOut.mul(normed).sum(0)", "dOut.mul(normed).mean(0)"),
      replace("dbeta: dOut.sum(0)", "dbeta: dOut.mean(0)"),
      "dgamma and dbeta are divided by m. The mean over the examples is in dOut already: add up.",
    ],
    "gamma times gamma": [
      replace("dgamma: dOut.mul(normed)", "dgamma: g.mul(normed)"),
      "dgamma has gamma in it. gamma was multiplied by the normalised sums, so its slope is those.",
    ],
    "the two exchanged": [
      replace(
        "dgamma: dOut.mul(normed).sum(0), dbeta: dOut.sum(0)",
        "dgamma: dOut.sum(0), dbeta: dOut.mul(normed).sum(0)",
      ),
      "dgamma and dbeta have changed places.",
    ],
    "along the rows": [
      replace("g.sub(g.mean(0))", "g.sub(g.mean(1, { keepdim: true }))"),
      "A mean is taken over the units. Mean and spread belong to a unit, over the examples: direction 0.",
    ],
    "for four examples": replace("g.mul(normed).mean(0)", "g.mul(normed).sum(0).div(4)"),
    "in place": replace("dOut.mul(gamma)", "dOut.mul_(gamma)"),
  },
  alternatives: {
    "step by step": [
      replace(
        "const g = dOut.mul(gamma);\n  const along = normed.mul(g.mul(normed).mean(0));\n  const dZ = g.sub(g.mean(0)).sub(along).div(spread);",
        "const m = dOut.size(0);\n  const dNormed = dOut.mul(gamma);\n  const dVariance = dNormed.mul(normed).sum(0).div(spread.square()).mul(-0.5);\n  const dCentred = dNormed.div(spread).add(normed.mul(spread).mul(dVariance.mul(2 / m)));\n  const dZ = dCentred.sub(dCentred.mean(0));",
      ),
      "It goes back through variance and mean one after the other.",
    ],
  },
});
