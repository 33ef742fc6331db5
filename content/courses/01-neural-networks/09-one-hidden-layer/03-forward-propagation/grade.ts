import { defineExercise, property, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

interface Parameters4 {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** The network with other bends, or with W1 as it stands. */
function answer(
  X: Tensor,
  { W1, b1, W2, b2 }: Parameters4,
  hidden: (z: Tensor) => Tensor,
  last: (z: Tensor) => Tensor,
  first = W1.t(),
) {
  const Z1 = X.matmul(first).add(b1);
  const A1 = hidden(Z1);
  const Z2 = A1.matmul(W2.t()).add(b2);
  const A2 = last(Z2);
  return { A2, cache: { Z1, A1, Z2, A2 } };
}

const tanh = (z: Tensor): Tensor => z.tanh();
const sigmoid = (z: Tensor): Tensor => z.sigmoid();
const straight = (z: Tensor): Tensor => z;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for two points and two hidden units",
      of: "forwardPropagation",
      cases: [
        {
          args: () => [
            tensor([
              [1, 2],
              [3, -1],
            ]),
            {
              W1: tensor([
                [0.5, -0.5],
                [1, 0],
              ]),
              b1: tensor([0, 0]),
              W2: tensor([[2, -1]]),
              b2: tensor([0.5]),
            },
          ],
        },
      ],
    }),
    property({
      name: "holds for any sizes",
      of: "forwardPropagation",
      args: (random) => {
        const [m, n, h] = [random.int(1, 5), random.int(1, 5), random.int(1, 5)];
        return [
          tensor(random.numbers(m * n)).reshape([m, n]),
          {
            W1: tensor(random.numbers(h * n)).reshape([h, n]),
            b1: tensor(random.numbers(h)),
            W2: tensor(random.numbers(h)).reshape([1, h]),
            b2: tensor(random.numbers(1)),
          },
        ];
      },
    }),
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
    "cache of one": replace("Z1, A1, Z2", "Z1: A1, A1, Z2: A2"),
    "b1 is left out": [
      replace(
        `const { W1, b1, W2, b2 } = parameters;
  const Z1 = X.matmul(W1.t()).add(b1);`,
        `const { W1, W2, b2 } = parameters;
  const Z1 = X.matmul(W1.t());`,
      ),
      "Z1 has no bias. Add b1 to the weighted sums.",
    ],
    "b2 is left out": [
      replace("W2, b2", "W2"),
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
  },
  alternatives: {
    linear: [
      replace("X.matmul(W1.t()).add(b1", "nn.functional.linear(X, W1, b1"),
      replace("A1.matmul(W2.t()).add(b2", "nn.functional.linear(A1, W2, b2"),
    ],
    "one bend": replace("sigmoid(", "div(2).tanh().add(1).div(2"),
  },
});
