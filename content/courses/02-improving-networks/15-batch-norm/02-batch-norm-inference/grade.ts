import {
  body,
  defineExercise,
  property,
  pure,
  type Random,
  replace,
  value,
} from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { Running } from "./solution.ts";

const Z = (): Tensor =>
  tensor([
    [1, -2, 10],
    [3, 0.5, 14],
    [2, 4, -6],
    [5, 1, 3],
  ]);

const running = (): Running => ({
  mean: tensor([0.5, -3, 8]),
  variance: tensor([4, 0.25, 30]),
});

const anyRunning = (random: Random<Tensor>, units: number): Running => ({
  mean: random.list(units, -2, 2),
  variance: random.list(units, 0.1, 5),
});

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "moves a share of the way towards the batch",
      of: "moveRunning",
      cases: [{ args: () => [running(), Z(), 0.1] }],
    }),
    value({
      name: "answers with what is remembered",
      of: "batchNormInference",
      cases: [{ args: () => [Z(), tensor([2, 0.5, -1]), tensor([0.3, -1, 4]), running(), 0.25] }],
    }),
    property({
      name: "moves for any sizes",
      of: "moveRunning",
      runs: 10,
      edges: ["one", "equal"],
      args: (random) => {
        const units = random.int(1, 5);
        return [
          anyRunning(random, units),
          random.table(random.int(2, 6), units, -3, 3),
          random.pick([0.1, 0.3]),
        ];
      },
    }),
    property({
      name: "answers for any sizes, a single example too",
      of: "batchNormInference",
      runs: 10,
      edges: ["one", "equal"],
      args: (random) => {
        const units = random.int(1, 5);
        return [
          random.table(random.int(1, 5), units, -3, 3),
          random.list(units, -2, 2),
          random.list(units, -2, 2),
          anyRunning(random, units),
          0.1,
        ];
      },
    }),
    pure({
      name: "leaves what was remembered alone",
      of: "moveRunning",
      args: () => [running(), Z(), 0.1],
    }),
  ],
  mistakes: {
    "the statistics of the batch": [
      body(
        "batchNormInference",
        "const centred = Z.sub(Z.mean(0));\n  const normed = centred.div(centred.square().mean(0).add(eps).sqrt());\n  return normed.mul(gamma).add(beta);",
      ),
      "You normalised by the batch at hand. Then an answer depends on which examples come with it, and a single one is always beta. Use what is remembered.",
    ],
    "the mean of the batch": [
      replace("Z.sub(running.mean)", "Z.sub(Z.mean(0))"),
      "You took off the mean of the batch at hand. Both mean and variance are those that are remembered.",
    ],
    "nothing is remembered": [
      replace("running.mean.mul(keep).add(Z.mean(0).mul(momentum))", "Z.mean(0)"),
      replace("running.variance.mul(keep).add(Z.var(0).mul(momentum))", "Z.var(0)"),
      "You put the batch's statistics in the place of the old ones. They move a share of the way towards it.",
    ],
    "differences from the remembered mean": [
      replace("Z.var(0)", "Z.sub(running.mean).square().mean(0)"),
      "The batch's variance is measured from its own mean, and not from the one that is remembered.",
    ],
    "the two shares exchanged": [
      replace("const keep = 1 - momentum;", "const keep = momentum;"),
      replace("Z.mean(0).mul(momentum)", "Z.mean(0).mul(1 - momentum)"),
      replace("Z.var(0).mul(momentum)", "Z.var(0).mul(1 - momentum)"),
      "The shares are exchanged: your memory keeps a tenth and takes nine tenths of the newest batch. In PyTorch momentum is the share of the new.",
    ],
    "the variance over m": [
      replace("Z.var(0)", "Z.var(0, { correction: 0 })"),
      "The batch's variance is over m here. What is remembered is an estimate for all examples, so it is over m − 1.",
    ],
    "the spread is remembered": [
      replace("Z.var(0)", "Z.std(0)"),
      "You remember the spread. It is the variance that is remembered; the root comes when it is used.",
    ],
    "the root is missing": [
      replace(".add(eps).sqrt()", ".add(eps)"),
      "You divided by the remembered variance. Divide by its root.",
    ],
    "eps outside the root": [
      replace(".add(eps).sqrt()", ".sqrt().add(eps)"),
      "You added eps to the root. It goes under the root, to the variance.",
    ],
    "eps is missing": [
      replace(".add(eps).sqrt()", ".sqrt()"),
      "There is no eps. A unit that has never changed has a variance of 0, and 0 by 0 is no number: add eps under the root.",
    ],
    "one number for all units": [
      replace("Z.mean(0)", "Z.mean()"),
      replace("Z.var(0)", "Z.var()"),
      "You took one mean and one variance of the whole batch. Each unit has its own, over the examples: direction 0.",
    ],
    "nothing is forgotten": [
      replace("running.mean.mul(keep)", "running.mean"),
      replace("running.variance.mul(keep)", "running.variance"),
      "The old values are kept whole and the new ones come on top, so the sum grows with every batch. Keep 1 − momentum of the old.",
    ],
    "along the rows": [
      replace("Z.mean(0)", "Z.mean(1)"),
      replace("Z.var(0)", "Z.var(1)"),
      "You took the statistics of each example. Each unit has its own, over the examples: direction 0.",
    ],
    "no scale and no shift": [
      replace("return normed.mul(gamma).add(beta);", "return normed;"),
      "gamma and beta are missing. They belong to the network, and it answers with them.",
    ],
    "always a tenth": replace("const keep = 1 - momentum;", "const keep = 0.9;"),
    "for four examples": replace(
      "Z.var(0).mul(momentum)",
      "Z.var(0, { correction: 0 }).mul((4 * momentum) / 3)",
    ),
    "for three units": replace(
      "return normed.mul(gamma).add(beta);",
      "return normed.narrow(1, 0, Math.min(3, Z.size(1))).mul(gamma).add(beta);",
    ),
    "in place": replace("running.mean.mul(keep)", "running.mean.mul_(keep)"),
  },
  alternatives: {
    "a step towards the batch": [
      replace(
        "running.mean.mul(keep).add(Z.mean(0).mul(momentum))",
        "running.mean.lerp(Z.mean(0), momentum)",
      ),
      replace(
        "running.variance.mul(keep).add(Z.var(0).mul(momentum))",
        "running.variance.add(Z.var(0).sub(running.variance).mul(momentum))",
      ),
      "Old plus a share of the difference is the same.",
    ],
    "one factor and one shift": [
      body(
        "batchNormInference",
        "const factor = gamma.div(running.variance.add(eps).sqrt());\n  return Z.mul(factor).add(beta.sub(running.mean.mul(factor)));",
      ),
      "When it answers, batch norm is a factor and a shift for each unit.",
    ],
  },
});
