import { defineGrade, property, pure, value } from "@gradus/exercise";
import { tensor } from "gradus";

const cached = (
  A: import("gradus").Tensor,
  W: import("gradus").Tensor,
  b: import("gradus").Tensor,
) => ({
  A,
  W,
  b,
});

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for two examples and one unit",
    of: "linearForward",
    cases: [
      {
        args: () => [
          tensor([
            [1, 2],
            [3, 4],
          ]),
          tensor([[10, 1]]),
          tensor([0.5]),
        ],
      },
    ],
    misconceptions: [
      {
        name: "the bias is left out",
        explanation: "The sums are right, but the bias is not in them. It is added to every row.",
        answer: (A, W, b) => ({ Z: A.matmul(W.t()), cache: cached(A, W, b) }),
      },
      {
        name: "examples as columns",
        explanation: "Your Z has a row for each unit. Here a row is an example: A·Wᵀ, not W·Aᵀ.",
        answer: (A, W, b) => ({ Z: W.matmul(A.t()).add(b.unsqueeze(1)), cache: cached(A, W, b) }),
      },
    ],
  }),
  property({
    name: "holds for any sizes",
    of: "linearForward",
    args: (random) => {
      const [m, inputs, units] = [random.int(1, 5), random.int(1, 5), random.int(1, 5)];
      return [
        tensor(random.numbers(m * inputs)).reshape([m, inputs]),
        tensor(random.numbers(units * inputs)).reshape([units, inputs]),
        tensor(random.numbers(units)),
      ];
    },
    misconceptions: [
      {
        name: "one bias for all units",
        explanation:
          "Every unit has a bias of its own: add the whole vector, not its first number.",
        answer: (A, W, b) => ({
          Z: A.matmul(W.t()).add(b.narrow(0, 0, 1)),
          cache: cached(A, W, b),
        }),
      },
    ],
  }),
  pure({
    name: "leaves its inputs alone",
    of: "linearForward",
    args: () => [tensor([[1, 2]]), tensor([[3, 4]]), tensor([1])],
  }),
]);
