import {
  body,
  contract,
  defineExercise,
  failed,
  gradient,
  passed,
  pure,
  type Random,
  replace,
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

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for a small example",
      of: "propagate",
      cases: [{ args: example }],
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
  ],
  mistakes: {
    clipped: replace("add(b", "add(b.add(b.eq(0).float().mul(0.1))"),
    "the cost is a sum": [
      body(`
  const [m = 0] = X.shape;
  const A = sigmoid(X.matmul(w).add(b));
  const cost = y
    .mul(A.log())
    .add(sub(1, y).mul(sub(1, A).log()))
    .sum()
    .neg();
  const off = A.sub(y);
  return { dw: X.t().matmul(off).div(m), db: off.mean(), cost };`),
      "Your cost is the sum over the examples. Take the mean, or divide by m.",
    ],
    "db is a sum": [
      replace("off.mean", "off.sum"),
      "Your db is the sum of A − y. The cost is a mean, so db is their mean.",
    ],
    "dw is divided by n": [
      replace("const [m", "const [, m"),
      "You divided by the number of features. The mean is over the examples: divide by m, the first side of X.",
    ],
    "dw is not divided by m": [
      replace("const [m = 0] = X.shape;", ""),
      replace(".div(m)", ""),
      "Your dw is the sum over the examples. The cost is a mean, so its slope is a mean too: divide by m.",
    ],
    "only half of the cost": [
      replace(
        `const cost = y
    .mul(A.log())
    .add(sub(1, y).mul(sub(1, A).log()))
    .mean()
    .neg();`,
        "const cost = y.mul(A.log()).mean().neg();",
      ),
      "Examples with y = 0 cost nothing in yours. Their half is (1 − y) · ln(1 − A).",
    ],
    "in place": [replace("w).add", "w).add_"), replace("A.sub(y", "y.sub_(A).neg(")],
    "the minus of the cost is missing": [
      replace(
        `.mean()
    .neg();`,
        ".mean();",
      ),
      "Logarithms of probabilities are negative. The cost has a minus in front, so that worse is more.",
    ],
    "no squash": [
      replace("sigmoid(X.matmul(w).add(b)", "X.matmul(w).add(b"),
      "You compared the weighted sum itself with the truth. Squash it first: A = sigmoid(X · w + b).",
    ],
    "the sigmoid's slope once more": [
      replace("sub(y)", "sub(y).mul(A).mul(sub(1, A))"),
      "You multiplied with A · (1 − A) once more. In A − y it is contained already: nearly everything has cancelled.",
    ],
    "three examples": [replace("const [m = 0] = X.shape;", ""), replace("div(m", "div(3")],
    "the truth minus the answer": [
      replace("A.sub(y", "y.sub(A"),
      "Your gradient points the wrong way: it is y − A. It should be A − y, or every step makes the cost larger.",
    ],
  },
  alternatives: {
    "by backward": body(`
  const parameters = { w: w.detach().requiresGrad_(), b: b.detach().requiresGrad_() };
  const z = X.matmul(parameters.w).add(parameters.b);
  const cost = nn.functional.binaryCrossEntropyWithLogits(z, y);
  cost.backward();
  return { dw: parameters.w.grad as Tensor, db: parameters.b.grad as Tensor, cost: cost.detach() };`),
    "column by column": body(`
  const A = sigmoid(X.mul(w).sum(1).add(b));
  const chanceOfTruth = where(y.eq(1), A, A.neg().add(1));
  const off = A.sub(y);
  return {
    cost: chanceOfTruth.log().mean().neg(),
    dw: X.mul(off.unsqueeze(1)).mean(0),
    db: off.mean(),
  };`),
  },
});
