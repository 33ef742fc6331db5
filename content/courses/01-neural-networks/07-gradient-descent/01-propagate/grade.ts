import {
  contract,
  defineGrade,
  failed,
  gradient,
  passed,
  pure,
  type Random,
  value,
} from "@gradus/exercise";
import { nn, type Tensor, tensor, zeros } from "gradus";
import type { Neuron } from "../../06-logistic-regression/03-initialize-zeros/solution.ts";

const example = () =>
  [
    { w: tensor([1, -1]), b: tensor(0.5) },
    tensor([
      [1, 2],
      [3, 0.5],
      [-1, 1],
    ]),
    tensor([1, 1, 0]),
  ] as const;

function random(at: Random) {
  const [m, n] = [at.int(2, 6), at.int(1, 4)];
  return [
    { w: tensor(at.numbers(n)), b: tensor(at.numbers(1)[0] ?? 0) },
    tensor(at.numbers(m * n, -2, 2)).reshape([m, n]),
    tensor(Array.from({ length: m }, () => at.int(0, 1))),
  ] as const;
}

/** The right answers, to be bent by a misconception. */
function right({ w, b }: Neuron, X: Tensor, y: Tensor) {
  const A = X.matmul(w).add(b).sigmoid();
  const off = A.sub(y);
  const m = X.shape[0] ?? 1;
  const cost = nn.functional.binaryCrossEntropy(A, y);
  return { A, off, m, cost, dw: X.t().matmul(off).div(m), db: off.mean() };
}

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for a small example",
    of: "propagate",
    cases: [{ args: example }],
    misconceptions: [
      {
        name: "the minus of the cost is missing",
        explanation:
          "Logarithms of probabilities are negative. The cost has a minus in front, so that worse is more.",
        answer: (neuron, X, y) => {
          const { dw, db, cost } = right(neuron, X, y);
          return { dw, db, cost: cost.neg() };
        },
      },
      {
        name: "the cost is a sum",
        explanation: "Your cost is the sum over the examples. Take the mean, or divide by m.",
        answer: (neuron, X, y) => {
          const { dw, db, cost, m } = right(neuron, X, y);
          return { dw, db, cost: cost.mul(m) };
        },
      },
      {
        name: "only half of the cost",
        explanation:
          "Examples with y = 0 cost nothing in yours. Their half is (1 − y) · ln(1 − A).",
        answer: (neuron, X, y) => {
          const { dw, db, A } = right(neuron, X, y);
          return { dw, db, cost: y.mul(A.log()).mean().neg() };
        },
      },
      {
        name: "the truth minus the answer",
        explanation:
          "Your gradient points the wrong way: it is y − A. It should be A − y, or every step makes the cost larger.",
        answer: (neuron, X, y) => {
          const { dw, db, cost } = right(neuron, X, y);
          return { dw: dw.neg(), db: db.neg(), cost };
        },
      },
      {
        name: "dw is not divided by m",
        explanation:
          "Your dw is the sum over the examples. The cost is a mean, so its slope is a mean too: divide by m.",
        answer: (neuron, X, y) => {
          const { dw, db, cost, m } = right(neuron, X, y);
          return { dw: dw.mul(m), db, cost };
        },
      },
      {
        name: "dw is divided by n",
        explanation:
          "You divided by the number of features. The mean is over the examples: divide by m, the first side of X.",
        answer: (neuron, X, y) => {
          const { dw, db, cost, m } = right(neuron, X, y);
          return { dw: dw.mul(m).div(X.shape[1] ?? 1), db, cost };
        },
      },
      {
        name: "db is a sum",
        explanation: "Your db is the sum of A − y. The cost is a mean, so db is their mean.",
        answer: (neuron, X, y) => {
          const { dw, db, cost, m } = right(neuron, X, y);
          return { dw, db: db.mul(m), cost };
        },
      },
      {
        name: "the sigmoid's slope once more",
        explanation:
          "You multiplied with A · (1 − A) once more. In A − y it is contained already: nearly everything has cancelled.",
        answer: (neuron, X, y) => {
          const { A, off, m, cost } = right(neuron, X, y);
          const dz = off.mul(A).mul(A.neg().add(1));
          return { dw: X.t().matmul(dz).div(m), db: dz.mean(), cost };
        },
      },
      {
        name: "no squash",
        explanation:
          "You compared the weighted sum itself with the truth. Squash it first: A = sigmoid(X · w + b).",
        answer: ({ w, b }, X, y) => {
          const A = X.matmul(w).add(b);
          const cost = y
            .mul(A.log())
            .add(y.neg().add(1).mul(A.neg().add(1).log()))
            .mean()
            .neg();
          const off = A.sub(y);
          return {
            dw: X.t()
              .matmul(off)
              .div(X.shape[0] ?? 1),
            db: off.mean(),
            cost,
          };
        },
      },
    ],
  }),
  gradient({
    name: "is the slope that nudging shows",
    of: "propagate",
    runs: 5,
    args: random,
    at: ({ w, b }) => ({ w, b }),
    gradients: ({ dw, db }) => ({ w: dw, b: db }),
    loss: ({ w, b }, _neuron, X, y) =>
      nn.functional.binaryCrossEntropyWithLogits(X.matmul(w).add(b), y),
  }),
  contract({
    name: "costs ln 2 at zero",
    run: async ({ learner }) => {
      const [, X, y] = example();
      const { cost } = learner.propagate({ w: zeros([2]), b: zeros([]) }, X, y);
      const got = await cost.item();
      return Math.abs(got - Math.LN2) < 1e-5
        ? passed
        : failed(`A neuron of zeros costs ${got.toPrecision(4)}, expected ln 2 = 0.6931.`);
    },
  }),
  pure({ name: "leaves its inputs alone", of: "propagate", args: example }),
]);
