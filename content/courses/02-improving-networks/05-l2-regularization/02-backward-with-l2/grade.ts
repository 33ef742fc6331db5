import { defineExercise, gradient, pure, type Random, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { modelForward } from "../../../01-neural-networks/13-deep-forward/01-model-forward/solution.ts";
import { costWithL2 } from "../01-cost-with-l2/solution.ts";

/** A small network's answers and caches for a few examples. */
function made(
  random: Random<Tensor>,
  depth: number,
): { X: Tensor; Y: Tensor; layers: { W: Tensor; b: Tensor }[] } {
  const m = random.int(1, 5);
  const sizes = [...Array.from({ length: depth }, () => random.int(1, 4)), 1];
  const layers = sizes.slice(1).map((units, l) => ({
    W: random.table(units, sizes[l] as number),
    b: random.list(units),
  }));
  return { X: random.table(m, sizes[0] as number), Y: random.bits([m, 1]), layers };
}

const example = () => {
  const layers = [
    {
      W: tensor([
        [1, -1],
        [0.5, 2],
      ]),
      b: tensor([0.1, 0]),
    },
    { W: tensor([[1, 0.5]]), b: tensor([-0.5]) },
  ];
  const Y = tensor([[1], [0], [1]]);
  const X = tensor([
    [1, 2],
    [0.5, 1],
    [2, 0.5],
  ]);
  const { AL, caches } = modelForward(X, layers);
  return [AL, Y, caches, 0.6] as const;
};

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for three examples and two layers",
      of: "backwardWithL2",
      cases: [{ args: example }],
    }),
    gradient({
      name: "agrees with the slope that nudging shows",
      of: "backwardWithL2",
      runs: 4,
      args: (random) => {
        const { X, Y, layers } = made(random, 1);
        const { AL, caches } = modelForward(X, layers);
        return [AL, Y, caches, 0.5];
      },
      at: (_AL, _Y, [cache]) => ({ W: cache?.linear.W as Tensor, b: cache?.linear.b as Tensor }),
      gradients: ([first]) => ({ W: first?.dW as Tensor, b: first?.db as Tensor }),
      loss: ({ W, b }, _AL, Y, [cache], lambda) => {
        const { AL } = modelForward(cache?.linear.A as Tensor, [{ W, b }]);
        return costWithL2(AL, Y, [{ W, b }], lambda);
      },
    }),
    pure({ name: "leaves its inputs alone", of: "backwardWithL2", args: example }),
  ],
  mistakes: {
    "m is missing": [
      replace("W.mul(lambda / m)", "W.mul(lambda)"),
      "You added λ·W. The price is λ/(2m) times the squares, so its slope is λ/m times W.",
    ],
    "half of it": [
      replace("W.mul(lambda / m)", "W.mul(lambda / (2 * m))"),
      "You added λ/(2m)·W. The slope of w² is 2w, so the 2 below the line cancels.",
    ],
    subtracted: [
      replace("dW.add(W.mul(lambda / m))", "dW.sub(W.mul(lambda / m))"),
      "You subtracted the price's slope: then large weights are rewarded. The gradient points uphill, and the step subtracts it.",
    ],
    "the price on the biases": [
      replace(
        "lambda / m)), db }",
        "lambda / m)), db: db.add((caches[l] as LayerCache).linear.b.mul(lambda / m)) }",
      ),
      "You changed db as well. Biases have no price, so their gradient stays.",
    ],
    "the sign of W": [
      replace("W.mul(lambda / m)", "W.sign().mul(lambda / m)"),
      "You added the sign of each weight: that is the slope of L1. The slope of a square grows with the weight.",
    ],
    "the squares": [
      replace("W.mul(lambda / m)", "W.square().mul(lambda / m)"),
      "You added the squares themselves. Their slope is twice the weight.",
    ],
    "only the last layer": [
      replace(
        "return { dW: dW.add(W.mul(lambda / m)), db };",
        "return l < caches.length - 1 ? { dW, db } : { dW: dW.add(W.mul(lambda / m)), db };",
      ),
      "Only the last layer's gradient has the price in it. Every layer pays.",
    ],
    "multiplied by m": [
      replace("W.mul(lambda / m)", "W.mul(lambda * m)"),
      "You multiplied by m. The price is a mean over the examples: λ / m times W.",
    ],
    "m is always 3": replace("const m = Y.size(0)", "const m = 3"),
    "in place": replace("W.mul(lambda / m)", "W.mul_(lambda / m)"),
  },
  alternatives: {
    "add with alpha": [
      replace("dW.add(W.mul(lambda / m))", "dW.add(W, { alpha: lambda / m })"),
      "The library's add can scale what it adds.",
    ],
  },
});
