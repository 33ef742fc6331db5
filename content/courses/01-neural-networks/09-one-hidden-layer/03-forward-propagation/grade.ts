import { defineGrade, property, value } from "@gradus/exercise";
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

export default defineGrade<typeof import("./solution.ts")>([
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
    misconceptions: [
      {
        name: "W1 is not turned",
        explanation:
          "You multiplied by W1 with its rows as they stand. Rows are units, so W1 has to be turned: W1.t(). A reshape does not turn it.",
        answer: (X, parameters) => answer(X, parameters, tanh, sigmoid, parameters.W1),
      },
      {
        name: "no bend in the hidden layer",
        explanation: "A1 is Z1 as it was. Without tanh the two layers are one straight line.",
        answer: (X, parameters) => answer(X, parameters, straight, sigmoid),
      },
      {
        name: "sigmoid in the hidden layer",
        explanation: "The hidden layer bends with tanh here. You took the sigmoid in both layers.",
        answer: (X, parameters) => answer(X, parameters, sigmoid, sigmoid),
      },
      {
        name: "tanh at the output",
        explanation:
          "A2 has to be a probability between 0 and 1: take the sigmoid. tanh goes from −1 to 1.",
        answer: (X, parameters) => answer(X, parameters, tanh, tanh),
      },
      {
        name: "b2 is left out",
        explanation: "Z2 has no bias. Add b2 to the weighted sums of the output.",
        answer: (X, parameters) =>
          answer(X, { ...parameters, b2: parameters.b2.mul(0) }, tanh, sigmoid),
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
    misconceptions: [
      {
        name: "b1 is left out",
        explanation: "Z1 has no bias. Add b1 to the weighted sums.",
        answer: (X, parameters) =>
          answer(X, { ...parameters, b1: parameters.b1.mul(0) }, tanh, sigmoid),
      },
    ],
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
    misconceptions: [
      {
        name: "a tanh of powers",
        explanation:
          "e to the power of 200 is too large for a 32-bit number: it becomes Infinity, and Infinity / Infinity is NaN. The library's tanh() avoids this.",
        answer: (X, parameters) =>
          answer(
            X,
            parameters,
            (z) => z.exp().sub(z.neg().exp()).div(z.exp().add(z.neg().exp())),
            sigmoid,
          ),
      },
      {
        name: "a sigmoid of powers",
        explanation:
          "e to the power of 150 is too large for a 32-bit number: it becomes Infinity, and Infinity / Infinity is NaN. The library's sigmoid() avoids this.",
        answer: (X, parameters) => answer(X, parameters, tanh, (z) => z.exp().div(z.exp().add(1))),
      },
    ],
  }),
]);
