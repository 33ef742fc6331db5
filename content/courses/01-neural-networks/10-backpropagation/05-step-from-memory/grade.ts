import { defineExercise, every, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { crossEntropy, oneHidden } from "../../09-one-hidden-layer/networks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  of: "step",
  example: [
    "is right for three points and two hidden units",
    () => [
      tensor([
        [1, 2],
        [3, -1],
        [-2, 0.5],
      ]),
      tensor([[1], [0], [1]]),
      {
        W1: tensor([
          [0.5, -0.5],
          [1, 0.2],
        ]),
        b1: tensor([0.1, -0.3]),
        W2: tensor([[2, -1]]),
        b2: tensor([0.5]),
      },
      1.5,
    ],
  ],
  any: (r) => {
    const [m, inputs] = [r.int(1, 6), r.int(1, 4)];
    const weights = oneHidden(r, inputs, r.int(1, 5));
    return [r.table(m, inputs), r.bits([m, 1]), weights, r.pick([0.5, 1, 2])];
  },
  gradient: {
    at: (_X, _Y, { W1, b1, W2, b2 }) => ({ W1, b1, W2, b2 }),
    // The gradients that a step must have used.
    gradients: (after, _X, _Y, before, rate) => ({
      W1: before.W1.sub(after.W1).div(rate),
      b1: before.b1.sub(after.b1).div(rate),
      W2: before.W2.sub(after.W2).div(rate),
      b2: before.b2.sub(after.b2).div(rate),
    }),
    loss: ({ W1, b1, W2, b2 }, X, Y) => {
      const A1 = X.matmul((W1 as Tensor).t())
        .add(b1 as Tensor)
        .tanh();
      return crossEntropy(
        A1.matmul((W2 as Tensor).t())
          .add(b2 as Tensor)
          .sigmoid(),
        Y,
      );
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
    "the slope of tanh is left out": [
      replace(".mul(sub(1, A1.square()))", ""),
      "On the way to the hidden layer you go through W2 but not through the bend. Multiply by the slope of tanh, 1 − A1².",
    ],
    "the slope of the sigmoid counts twice": [
      replace("A2.sub(Y)", "A2.sub(Y).mul(A2).mul(sub(1, A2))"),
      "You multiplied A2 − Y by the sigmoid's slope. That slope and the cost's have cancelled already.",
    ],
    "back through the new W2": [
      replace(
        "dZ2.matmul(W2)",
        "dZ2.matmul(W2.sub(dZ2.t().matmul(A1).mul(learningRate / X.size(0))))",
      ),
      "dZ1 goes back through the W2 that has moved already. All gradients belong to the weights of the way forward.",
    ],
    "the biases stay": [
      replace("b1: b1.sub(dZ1.sum(0).mul(rate))", "b1"),
      replace("b2: b2.sub(dZ2.sum(0).mul(rate))", "b2"),
      "The weights have moved, the biases have not. They learn in the same way.",
    ],
  },
  alternatives: {
    "means of columns": [
      every(".sum(0).mul(rate)", ".mean(0).mul(learningRate)"),
      "The biases' gradients are means, called by their name.",
    ],
  },
  forbid: ["Tensor.backward", "grad"],
});
