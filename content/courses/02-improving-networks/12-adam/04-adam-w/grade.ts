import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

const decay = "W.sub(before.W.mul(learningRate * weightDecay))";
const adam = "updateWithAdam(layers, grads, state, t, options)";

export default defineExercise<typeof import("./solution.ts")>({
  of: "adamW",
  example: [
    "is right for two layers in the third step",
    () => [
      [
        {
          W: tensor([
            [1, 2],
            [-1, 0.5],
          ]),
          b: tensor([0.5, -0.3]),
        },
        { W: tensor([[3, -2]]), b: tensor([1]) },
      ],
      [
        {
          dW: tensor([
            [1.2, -0.8],
            [0.4, 0.6],
          ]),
          db: tensor([0.2, -0.5]),
        },
        { dW: tensor([[0.7, 0.3]]), db: tensor([-0.4]) },
      ],
      {
        v: [
          {
            dW: tensor([
              [0.3, 0.5],
              [-0.2, 0.1],
            ]),
            db: tensor([-0.1, 0.4]),
          },
          { dW: tensor([[-0.6, 0.2]]), db: tensor([0.5]) },
        ],
        s: [
          {
            dW: tensor([
              [0.3, 0.5],
              [0.2, 0.1],
            ]),
            db: tensor([0.1, 0.4]),
          },
          { dW: tensor([[0.6, 0.2]]), db: tensor([0.5]) },
        ],
      },
      3,
      { learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 0.01, weightDecay: 0.3 },
    ],
  ],
  any: (random) => {
    const sizes = Array.from({ length: random.int(2, 4) }, () => random.int(1, 4));
    const shapes = sizes.slice(1).map((units, l) => [units, sizes[l] as number] as const);
    const like = (low: number, high: number) =>
      shapes.map(([units, inputs]) => ({
        dW: random.table(units, inputs, low, high),
        db: random.tensor([units], low, high),
      }));
    return [
      shapes.map(([units, inputs]) => ({ W: random.table(units, inputs), b: random.list(units) })),
      like(-1, 1),
      { v: like(-1, 1), s: like(0, 1) },
      random.int(1, 6),
      {
        learningRate: 0.05 + random(),
        beta1: random.pick([0.5, 0.9]),
        beta2: random.pick([0.9, 0.99]),
        epsilon: 1e-3,
        weightDecay: random.pick([0, 0.1, 0.5]),
      },
    ];
  },
  mistakes: {
    "the decay in the gradient": [
      replace(
        adam,
        "updateWithAdam(\n    layers,\n    grads.map(({ dW, db }, l) => ({ dW: dW.add((layers[l] as Layer).W.mul(weightDecay)), db })),\n    state,\n    t,\n    options,\n  )",
      ),
      replace(decay, "W"),
      "You added the decay to the gradient. Then Adam divides it by √ŝ like the rest: that is Adam with L2, and not AdamW.",
    ],
    "the learning rate is missing": [
      replace("learningRate * weightDecay", "weightDecay"),
      "Each weight shrinks by d of itself. It is α·d: with a smaller learning rate everything takes smaller steps, the decay too.",
    ],
    "a part of the new weight": [
      replace(decay, "W.mul(1 - learningRate * weightDecay)"),
      "You shrank what Adam's step has left. The decay is a part of the weight before the step.",
    ],
    "the biases decay": [
      replace(
        "weightDecay)), b };",
        "weightDecay)), b: b.sub(before.b.mul(learningRate * weightDecay)) };",
      ),
      "The biases shrink as well. Only weights decay.",
    ],
    "the weights grow": [
      replace(decay, "W.add(before.W.mul(learningRate * weightDecay))"),
      "Your weights grow by the decay. Take it off.",
    ],
    "no decay": [replace(decay, "W"), "This is Adam. The decay is missing."],
    "the sign of the weight": [
      replace(decay, "W.sub(before.W.sign().mul(learningRate * weightDecay))"),
      "You took the same amount off every weight: that is L1. Decay takes off a part of it.",
    ],
    "only the last layer": [
      replace(
        "    return { W: W.sub",
        "    if (l < layers.length - 1) return { W, b };\n    return { W: W.sub",
      ),
      "Only the last layer decays. Every layer's weights do.",
    ],
    "the squares of the weights": [
      replace("before.W.mul(", "before.W.square().mul("),
      "You took off the squares of the weights. The price is on squares; its slope, and so the decay, is on the weights themselves.",
    ],
    "half of it": [
      replace("learningRate * weightDecay", "(learningRate * weightDecay) / 2"),
      "You halved the decay. The formula has no 2 in it: α·d·W.",
    ],
    "the decay in all gradients": [
      replace(
        adam,
        "updateWithAdam(\n    layers,\n    grads.map(({ dW, db }, l) => {\n      const { W, b } = layers[l] as Layer;\n      return { dW: dW.add(W.mul(weightDecay)), db: db.add(b.mul(weightDecay)) };\n    }),\n    state,\n    t,\n    options,\n  )",
      ),
      replace(decay, "W"),
      "You added the decay to the gradients, those of the biases too. Then Adam divides it by √ŝ like the rest: that is Adam with L2. Take it off the weights, beside Adam's step.",
    ],
    "only the decay": [
      replace(
        "return { W: W.sub(before.W.mul(learningRate * weightDecay)), b };",
        "return { W: before.W.mul(1 - learningRate * weightDecay), b: before.b };",
      ),
      "The weights shrink, and Adam's step is missing.",
    ],
    "the state is not handed on": [
      replace(
        "layers: decayed, state: next }",
        "layers: decayed, state: { v: [...state.v], s: [...state.s] } }",
      ),
      "The averages that come back are the old ones. Return what updateWithAdam gives.",
    ],
    "the new weight, without the rate": [
      replace(decay, "W.mul(1 - weightDecay)"),
      "You shrank the new weight by d of itself. It is α·d of the weight before the step.",
    ],
    "d of weights and biases": [
      replace(
        "return { W: W.sub(before.W.mul(learningRate * weightDecay)), b };",
        "return { W: W.sub(before.W.mul(weightDecay)), b: b.sub(before.b.mul(weightDecay)) };",
      ),
      "Weights and biases shrink by d of themselves. Only weights decay, and by α·d.",
    ],
    "a part of the gradient": [
      replace(decay, "W.sub((grads[l] as LayerGrads).dW.mul(learningRate * weightDecay))"),
      "You took off a part of the gradient. The decay takes off a part of the weight.",
    ],
  },
  alternatives: {
    "the decay first": [
      replace(
        adam,
        "updateWithAdam(\n    layers.map(({ W, b }) => ({ W: W.mul(1 - learningRate * weightDecay), b })),\n    grads,\n    state,\n    t,\n    options,\n  )",
      ),
      replace(decay, "W"),
      "It shrinks the weights, then steps. Adam's step does not depend on them, so it is the same. PyTorch does it this way.",
    ],
  },
});
