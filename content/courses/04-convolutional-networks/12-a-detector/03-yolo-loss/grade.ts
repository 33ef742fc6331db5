import { contract, defineExercise, failed, passed, type Random, replace } from "@gradus/exercise";
import { full, type Tensor, tensor, zeros } from "gradus";

/** Targets with a thing in some cells. */
function targets(random: Random<Tensor>, shape: readonly number[]): Tensor {
  const [N = 1, A = 1, D = 6, S = 1] = shape;
  const values = new Float32Array(N * A * D * S * S);
  for (let n = 0; n < N; n++)
    for (let a = 0; a < A; a++)
      for (let cell = 0; cell < S * S; cell++) {
        if (random() < 0.6) continue;
        const kind = random.int(0, D - 6);
        const said = [1, random(), random(), random() - 0.5, random() - 0.5];
        for (let d = 0; d < D; d++)
          values[((n * A + a) * D + d) * S * S + cell] = said[d] ?? (d - 5 === kind ? 1 : 0);
      }
  return tensor(values).reshape(shape);
}

/** One scene of one cell: nothing at its first anchor, a thing of kind 1 at the second. */
const example = (): [Tensor, Tensor] => {
  const output = [0.5, 0.3, -0.4, 0.2, 0.9, 0.1, -0.5, -1.2, 0.8, 1.1, -0.7, 0.6, 1.3, 0.4];
  const truth = [0, 0, 0, 0, 0, 0, 0, 1, 0.25, 0.75, -0.3, 0.2, 0, 1];
  return [tensor(output).reshape([1, 2, 7, 1, 1]), tensor(truth).reshape([1, 2, 7, 1, 1])];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "yoloLoss",
  example: [
    ["is right for an anchor without and one with a thing", example],
    [
      "is right for two scenes",
      () => {
        const [x, y] = example();
        return [x.expand([2, 2, 7, 1, 1]), y.expand([2, 2, 7, 1, 1])];
      },
    ],
  ],
  any: (random) => {
    const size = random.int(1, 3);
    const shape = [random.int(1, 3), random.int(1, 3), 5 + random.int(1, 4), size, size];
    return [random.tensor(shape, -2, 2), targets(random, shape)];
  },
  checks: [
    contract({
      name: "stays a number for scores of a hundred",
      run: async ({ learner }) => {
        const output = full([1, 1, 7, 2, 2], 0);
        output.narrow(2, 0, 1).fill_(100);
        const got = await learner.yoloLoss(output, zeros([1, 1, 7, 2, 2])).item();
        return Math.abs(got - 200) < 0.01
          ? passed
          : failed(
              `yoloLoss: four empty cells with a first score of 100 cost ${got}, expected 200: half of 100 each.`,
              !Number.isFinite(got)
                ? {
                    misconception: {
                      name: "the logarithm of a probability",
                      explanation:
                        "The sigmoid of a large score is stored as 1, and the logarithm of 1 − 1 is infinite. binaryCrossEntropyWithLogits takes the score itself.",
                    },
                  }
                : {},
            );
      },
    }),
  ],
  mistakes: {
    "empty cells count in full": [
      replace("sure.mul(thing.add(1).div(2))", "sure"),
      "Empty cells count as much as those with a thing. There are many more of them: they count half.",
    ],
    "empty cells do not count": [
      replace("sure.mul(thing.add(1).div(2))", "sure.mul(thing)"),
      "Whether there is a thing is asked only where there is one. A network that says yes everywhere would be right; empty cells count, too, by half.",
    ],
    "places of empty cells": [
      replace("add(size.square()).mul(thing)", "add(size.square())"),
      "You punish places and sizes in empty cells as well. There is no truth there: multiply by `thing`.",
    ],
    "the middle without the sigmoid": [
      replace("    .sigmoid()\n", ""),
      "Numbers 1 and 2 are compared as they are. They go through the sigmoid first, so that a middle stays in its cell.",
    ],
    "sizes through the sigmoid": [
      replace("part(output, 3, 2).sub", "part(output, 3, 2).sigmoid().sub"),
      "Numbers 3 and 4 went through a sigmoid. They are logarithms and may be negative: take them as they are.",
    ],
    "places count once": [
      replace("place.mul(5)", "place"),
      "Places and sizes should count five times.",
    ],
    "softmax in another direction": [
      replace("logSoftmax(2)", "logSoftmax(1)"),
      "Softmax runs over the anchors. The kinds stand in direction 2.",
    ],
    "scores as logarithms": [
      replace("logSoftmax(2)", "log()"),
      "The last numbers are scores, not probabilities: take the logarithm of their softmax.",
    ],
    "not divided by the scenes": [
      replace(".div(output.size(0))", ""),
      "The loss grows with the number of scenes. Divide by N.",
    ],
    "the logarithm of a probability": [
      replace(
        'nn.functional.binaryCrossEntropyWithLogits(part(output, 0, 1), thing, {\n    reduction: "none",\n  })',
        "where(thing.gt(0), part(output, 0, 1).sigmoid().log(), sub(1, part(output, 0, 1).sigmoid()).log()).neg()",
      ),
      "The sigmoid of a large score is stored as 1, and the logarithm of 1 − 1 is infinite. binaryCrossEntropyWithLogits takes the score itself.",
    ],
    "no kinds": [
      replace(".add(what)", ""),
      "The kinds are left out: nothing says what a thing is.",
    ],
    "one of the two sizes": replace(
      "middle.square().add(size.square())",
      "middle.square().add(size.narrow(2, 0, 1).square())",
    ),
  },
  standard: { activation: false, "no activation": false },
  alternatives: {
    "the cross-entropy written out": [
      replace(
        'nn.functional.binaryCrossEntropyWithLogits(part(output, 0, 1), thing, {\n    reduction: "none",\n  })',
        "nn.functional.softplus(part(output, 0, 1)).sub(part(output, 0, 1).mul(thing))",
      ),
      "ln(1 + e^z) − z·y is the cross-entropy of the sigmoid of z with y.",
    ],
  },
});
