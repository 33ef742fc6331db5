import { defineExercise, property, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { initializeZeros } from "../../06-logistic-regression/03-initialize-zeros/solution.ts";
import { optimize, type Training } from "../../07-gradient-descent/02-optimize/solution.ts";

/** The neuron that your own loop comes to. */
const byHand = async (X: Tensor, y: Tensor, training: Training) =>
  (await optimize(initializeZeros(X.size(1)), X, y, training)).neuron;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "takes the same steps as yours",
      of: "logisticNn",
      cases: [
        {
          args: () => [
            tensor([
              [1, 2],
              [3, 0.5],
              [-1, 1],
              [0.5, -1],
            ]),
            tensor([1, 1, 0, 0]),
            { iterations: 5, learningRate: 0.5 },
          ],
          expected: byHand,
        },
      ],
    }),
    property({
      name: "holds for any data, and any number of steps",
      of: "logisticNn",
      runs: 6,
      edges: ["one", "equal"],
      args: (r) => {
        const [m, n] = [r.int(1, 6), r.int(1, 4)];
        return [
          r.table(m, n),
          r.bits([m]),
          { iterations: r.pick([0, 1, 7, 30]), learningRate: r() },
        ];
      },
      expected: byHand,
    }),
  ],
  mistakes: {
    "the gradients are not set back": [
      replace("optimizer.zeroGrad();", ""),
      "backward() adds to the gradients that are there. Call optimizer.zeroGrad() in every step.",
    ],
    "squashed twice": [
      replace("squeeze(1)", "squeeze(1).sigmoid()"),
      "binaryCrossEntropyWithLogits squashes by itself, and you did so before. Hand it the layer's answer as it is.",
    ],
    "the squared error": [
      replace("binaryCrossEntropyWithLogits", "mseLoss"),
      "You used the squared error. For probabilities the cost is binaryCrossEntropyWithLogits.",
    ],
    "the sum over the examples": [
      replace("(z, y)", '(z, y, { reduction: "sum" })'),
      "Your steps are m times too long: the cost is a sum. Leave the reduction at its default, the mean.",
    ],
    "another optimizer": [
      replace("optim.SGD", "optim.Adam"),
      "Adam makes steps of a length of its own. To compare with your loop it has to be plain gradient descent, optim.SGD.",
    ],
    "no step": [
      replace("optimizer.step();", ""),
      "The gradients are there, but nobody moves along them. Call optimizer.step() after backward().",
    ],
    "a random start": [
      replace("nn.init.zeros_(parameter)", "nn.init.constant_(parameter, 0.1)"),
      "Your weights do not begin at zero. nn.init.zeros_ sets each of model.parameters().",
    ],
    "answers and labels do not line up": replace(".squeeze(1)", ""),
    "for few steps": replace("i < iterations", "i < Math.min(iterations, 12)"),
  },
  alternatives: {
    "a model that squashes": [
      replace("const z = model.call(X).squeeze(1);", "const a = model.call(X).sigmoid();"),
      replace("binaryCrossEntropyWithLogits(z, y)", "binaryCrossEntropy(a, y.unsqueeze(1))"),
      "It squashes first and takes the cost of probabilities, and makes a column of the labels.",
    ],
  },
});
