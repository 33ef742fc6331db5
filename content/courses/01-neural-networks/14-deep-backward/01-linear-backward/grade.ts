import { defineGrade, gradient, pure, value } from "@gradus/exercise";
import { tensor } from "gradus";

const example = () =>
  tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for three examples and one unit",
    of: "linearBackward",
    cases: [
      {
        args: () => [
          tensor([[1], [-1], [2]]),
          { A: example(), W: tensor([[10, 20]]), b: tensor([0]) },
        ],
      },
    ],
    misconceptions: [
      {
        name: "1/m is missing",
        explanation:
          "dW and db are sums over the examples here. The cost is a mean: divide both by m.",
        answer: (dZ, { A, W }) => ({ dA: dZ.matmul(W), dW: dZ.t().matmul(A), db: dZ.sum(0) }),
      },
      {
        name: "1/m in dA too",
        explanation:
          "You divided dA by m as well. It is handed down to the layer below, which divides its own dW: then 1/m would count twice.",
        answer: (dZ, { A, W }) => {
          const m = A.size(0);
          return {
            dA: dZ.matmul(W).div(m),
            dW: dZ.t().matmul(A).div(m),
            db: dZ.sum(0).div(m),
          };
        },
      },
      {
        name: "divided by the number of inputs",
        explanation:
          "You divided by the number of columns of A. m is the number of examples: the rows.",
        answer: (dZ, { A, W }) => {
          const n = A.size(1);
          return { dA: dZ.matmul(W), dW: dZ.t().matmul(A).div(n), db: dZ.sum(0).div(n) };
        },
      },
    ],
  }),
  gradient({
    name: "agrees with finite differences for any sizes",
    of: "linearBackward",
    runs: 8,
    args: (random) => {
      const [m, inputs, units] = [random.int(1, 5), random.int(1, 5), random.int(1, 5)];
      return [
        tensor(random.numbers(m * units)).reshape([m, units]),
        {
          A: tensor(random.numbers(m * inputs)).reshape([m, inputs]),
          W: tensor(random.numbers(units * inputs)).reshape([units, inputs]),
          b: tensor(random.numbers(units)),
        },
      ];
    },
    at: (_dZ, { A, W, b }) => ({ A, W, b }),
    // The cost is a mean, and dA is told without its 1/m.
    gradients: ({ dA, dW, db }, dZ) => ({ A: dA.div(dZ.size(0)), W: dW, b: db }),
    loss: ({ A, W, b }, dZ) => A.matmul(W.t()).add(b).mul(dZ).sum().div(dZ.size(0)),
  }),
  pure({
    name: "leaves dZ and the cache alone",
    of: "linearBackward",
    args: () => [tensor([[1], [-1], [2]]), { A: example(), W: tensor([[10, 20]]), b: tensor([0]) }],
  }),
]);
