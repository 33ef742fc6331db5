import { defineGrade, invariant, property, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

const answer = (A: Tensor, W: Tensor, b: Tensor, bend: (Z: Tensor) => Tensor) => {
  const Z = A.matmul(W.t()).add(b);
  return { A: bend(Z), cache: { linear: { A, W, b }, Z } };
};

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for relu and for sigmoid",
    of: "linearActivationForward",
    cases: [
      {
        name: "relu of −1 and 3",
        args: () => [
          tensor([[1, 2]]),
          tensor([
            [1, -1],
            [1, 1],
          ]),
          tensor([0, 0]),
          "relu" as const,
        ],
      },
      {
        name: "sigmoid of −1 and 3",
        args: () => [
          tensor([[1, 2]]),
          tensor([
            [1, -1],
            [1, 1],
          ]),
          tensor([0, 0]),
          "sigmoid" as const,
        ],
      },
    ],
    misconceptions: [
      {
        name: "the other activation",
        explanation: "relu and sigmoid are the wrong way round.",
        answer: (A, W, b, activation) =>
          answer(A, W, b, (Z) => (activation === "relu" ? Z.sigmoid() : Z.relu())),
      },
      {
        name: "no bend",
        explanation:
          "What you hand on are the weighted sums themselves. The activation is missing.",
        answer: (A, W, b) => answer(A, W, b, (Z) => Z),
      },
      {
        name: "the size instead of relu",
        explanation:
          "relu makes 0 of what is negative. Yours takes the minus away: that is abs, not relu.",
        answer: (A, W, b, activation) =>
          answer(A, W, b, (Z) => (activation === "relu" ? Z.abs() : Z.sigmoid())),
      },
    ],
  }),
  property({
    name: "holds for any sizes, caches included",
    of: "linearActivationForward",
    args: (random) => {
      const [m, inputs, units] = [random.int(1, 5), random.int(1, 5), random.int(1, 5)];
      return [
        tensor(random.numbers(m * inputs)).reshape([m, inputs]),
        tensor(random.numbers(units * inputs)).reshape([units, inputs]),
        tensor(random.numbers(units)),
        random.pick(["relu", "sigmoid"] as const),
      ];
    },
  }),
  invariant({
    name: "stays finite far from 0",
    of: "linearActivationForward",
    args: () => [
      tensor([[100, -100]]),
      tensor([
        [10, 0],
        [0, 10],
      ]),
      tensor([0, 0]),
      "sigmoid" as const,
    ],
    holds: async ({ A }) =>
      !(await A.isnan().any().item()) ||
      "sigmoid of ±1000 gives NaN. Use Z.sigmoid(), or an expression that does not divide infinity by infinity.",
  }),
]);
