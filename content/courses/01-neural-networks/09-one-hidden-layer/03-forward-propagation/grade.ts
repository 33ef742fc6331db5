import { defineExercise, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";
import { oneHidden } from "../networks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  of: "forwardPropagation",
  example: [
    "is right for two points and two hidden units",
    () => [
      tensor([
        [1, 2],
        [3, -1],
      ]),
      {
        W1: tensor([
          [0.5, -0.5],
          [1, 0],
        ]),
        b1: tensor([0.2, -0.4]),
        W2: tensor([[2, -1]]),
        b2: tensor([0.5]),
      },
    ],
  ],
  any: (r) => {
    const [m, inputs] = [r.int(1, 5), r.int(1, 5)];
    return [r.table(m, inputs), oneHidden(r, inputs, r.int(1, 5))];
  },
  checks: [
    value({
      name: "stays a number for large sums",
      of: "forwardPropagation",
      cases: [
        {
          args: () => [
            tensor([[200, -200]]),
            {
              W1: tensor([
                [1, 0],
                [0, 1],
              ]),
              b1: tensor([0, 0]),
              W2: tensor([[150, 0]]),
              b2: tensor([0]),
            },
          ],
        },
      ],
    }),
  ],
  mistakes: {
    "the cache holds what comes after": [
      replace("Z1, A1, Z2", "Z1: A1, A1, Z2: A2"),
      "Z1 and Z2 in your cache are the bent numbers. They are the weighted sums, from before tanh and sigmoid.",
    ],
    "b1 is left out": [replace(".add(b1)", ""), "Z1 has no bias. Add b1 to the weighted sums."],
    "b2 is left out": [
      replace(".add(b2)", ""),
      "Z2 has no bias. Add b2 to the weighted sums of the output.",
    ],
    "W1 is not turned": [
      replace("W1.t()", "W1"),
      "You multiplied by W1 with its rows as they stand. Rows are units, so W1 has to be turned: W1.t(). A reshape does not turn it.",
    ],
    "a tanh of powers": [
      replace("tanh(", "exp().sub(Z1.neg().exp()).div(Z1.exp().add(Z1.neg().exp())"),
      "e to the power of 200 is too large for a 32-bit number: it becomes Infinity, and Infinity / Infinity is NaN. The library's tanh() avoids this.",
    ],
    "sigmoid in the hidden layer": [
      replace("tanh", "sigmoid"),
      "The hidden layer bends with tanh here. You took the sigmoid in both layers.",
    ],
    "ReLU in the hidden layer": [
      replace("tanh", "relu"),
      "Your hidden layer makes 0 of what is negative: that is ReLU. Here it bends with tanh.",
    ],
    "a sigmoid of powers": [
      replace("sigmoid(", "exp().div(Z2.exp().add(1)"),
      "e to the power of 150 is too large for a 32-bit number: it becomes Infinity, and Infinity / Infinity is NaN. The library's sigmoid() avoids this.",
    ],
    "no bend in the hidden layer": [
      replace("Z1.tanh()", "Z1"),
      "A1 is Z1 as it was. Without tanh the two layers are one straight line.",
    ],
    "tanh at the output": [
      replace("sigmoid", "tanh"),
      "A2 has to be a probability between 0 and 1: take the sigmoid. tanh goes from −1 to 1.",
    ],
    "the output is squashed twice": [
      replace("Z2.sigmoid()", "Z2.sigmoid().sigmoid()"),
      "A2 went through the sigmoid twice: all your answers lie between 0.5 and 0.74. Once is enough.",
    ],
  },
  alternatives: {
    linear: [
      replace("X.matmul(W1.t()).add(b1", "nn.functional.linear(X, W1, b1"),
      replace("A1.matmul(W2.t()).add(b2", "nn.functional.linear(A1, W2, b2"),
      "The library has a call for the weighted sums of a layer.",
    ],
    "one bend": [
      replace("sigmoid(", "div(2).tanh().add(1).div(2"),
      "The sigmoid is tanh of half the sum, moved and shrunk to 0..1.",
    ],
  },
});
