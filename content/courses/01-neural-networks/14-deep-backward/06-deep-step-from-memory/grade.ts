import { defineExercise, every, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import {
  anySizes,
  crossEntropy,
  deepAnswers,
  layersOf,
} from "../../09-one-hidden-layer/networks.ts";

type Layers = ReturnType<typeof layersOf>;

const byName = (layers: Layers) =>
  Object.fromEntries(
    layers.flatMap(({ W, b }, l) => [
      [`W${l + 1}`, W],
      [`b${l + 1}`, b],
    ]),
  ) as Record<string, Tensor>;

export default defineExercise<typeof import("./solution.ts")>({
  of: "step",
  example: [
    "is right for two layers",
    () => [
      tensor([
        [1, 2],
        [3, -1],
        [-2, 0.5],
      ]),
      tensor([[1], [0], [1]]),
      [
        {
          W: tensor([
            [0.5, -0.5],
            [1, 0.2],
          ]),
          b: tensor([0.1, -0.3]),
        },
        { W: tensor([[2, -1]]), b: tensor([0.5]) },
      ],
      1.5,
    ],
  ],
  any: (r) => {
    const [sizes, m] = [anySizes(r, 2, 6, 1), r.int(1, 5)];
    const X = r.table(m, sizes[0] ?? 1);
    return [X, r.bits([m, 1]), layersOf(r, sizes), r.pick([0.5, 1, 2])];
  },
  gradient: {
    at: (_X, _Y, layers) => byName([...layers]),
    // The gradients that a step must have used.
    gradients: (after, _X, _Y, before, rate) =>
      byName(
        before.map(({ W, b }, l) => {
          const { W: newW, b: newb } = after[l] as Layers[number];
          return { W: W.sub(newW).div(rate), b: b.sub(newb).div(rate) };
        }),
      ),
    loss: (values, X, Y, layers) => {
      const moved = layers.map((_, l) => ({ W: values[`W${l + 1}`], b: values[`b${l + 1}`] }));
      return crossEntropy(deepAnswers(X, moved as Layers), Y);
    },
  },
  mistakes: {
    "1/m is missing": [
      replace("learningRate / X.size(0)", "learningRate"),
      "Your gradients are sums over the examples. The cost is a mean: divide them by m.",
    ],
    "the learning rate is left out": [
      replace("learningRate / X.size(0)", "1 / X.size(0)"),
      "The whole gradient was taken off. Multiply it by the learning rate.",
    ],
    uphill: [
      every(".sub(dZ", ".add(dZ"),
      "You added the gradients. They point to where the cost grows: take them off.",
    ],
    "no slope of the bend": [
      replace(".mul(below.gt(0).float())", ""),
      "What is handed down goes through W only. The layer below bends with ReLU: let through only where it handed on more than 0.",
    ],
    "back through the new weights": [
      replace("dZ.matmul(W)", "dZ.matmul((next[0] as Layer).W)"),
      "You go back through weights that have moved already. All gradients belong to the weights of the way forward.",
    ],
    "the slope of the sigmoid counts twice": [
      replace("A.sub(Y)", "A.sub(Y).mul(A).mul(A.neg().add(1))"),
      "You multiplied AL − Y by the sigmoid's slope. That slope and the cost's have cancelled already.",
    ],
    "the last layer first": [
      replace("unshift", "push"),
      "Your list begins with the last layer. The layers come back in the order in which they came.",
    ],
    "only the last layer learns": [
      replace(
        "    const below = given[l] as Tensor;",
        "    const below = given[l] as Tensor;\n    if (l < layers.length - 1) {\n      next.unshift({ W, b });\n      continue;\n    }",
      ),
      "The layers below the last one stay as they were. Every layer takes a step.",
    ],
  },
  alternatives: {
    "means of columns": [
      replace("dZ.sum(0).mul(rate)", "dZ.mean(0).mul(learningRate)"),
      "The biases' gradients are means, called by their name.",
    ],
  },
  forbid: ["Tensor.backward", "grad"],
});
