import {
  after,
  body,
  defineExercise,
  every,
  property,
  type Random,
  replace,
} from "@gradus/exercise";
import { nn, type Tensor, tensor } from "gradus";

const any = (r: Random<Tensor>) => {
  const [m, n] = [r.int(1, 6), r.int(1, 4)];
  return [{ w: r.list(n), b: r.tensor([]) }, r.table(m, n, -2, 2), r.bits([m])] as const;
};

const cutOff =
  "Your answers end at 0.01 and 0.99, so being sure and wrong costs 4.6 at most. Take the logarithm of the answer as it is.";

export default defineExercise<typeof import("./solution.ts")>({
  of: "propagate",
  example: [
    [
      "is right for a small example",
      () => [
        { w: tensor([1, -1]), b: tensor(0.5) },
        tensor([1, 2, 3, 0.5, -1, 1]).reshape([3, 2]),
        tensor([1, 1, 0]),
      ],
    ],
    [
      "costs much where it is sure and wrong",
      () => [{ w: tensor([6.9]), b: tensor(0) }, tensor([[1], [-1], [-1]]), tensor([1, 0, 1])],
    ],
  ],
  any,
  gradient: {
    at: ({ w, b }) => ({ w, b }),
    gradients: ({ dw, db }) => ({ w: dw, b: db }),
    loss: ({ w, b }, _neuron, X, y) =>
      nn.functional.binaryCrossEntropyWithLogits(X.matmul(w as Tensor).add(b as Tensor), y),
  },
  checks: [
    property({ name: "has the right cost for any sizes", of: "propagate", runs: 5, args: any }),
  ],
  forbid: ["backward", "grad"],
  mistakes: {
    "the cost is a sum": [
      replace(".mean()\n    .neg()", ".sum()\n    .neg()"),
      "Your cost is the sum over the examples. Take the mean, or divide by m.",
    ],
    "the minus of the cost is missing": [
      replace(".mean()\n    .neg()", ".mean()"),
      "Logarithms of probabilities are negative. The cost has a minus in front, so that worse is more.",
    ],
    "only half of the cost": [
      replace(".add(sub(1, y).mul(sub(1, A).log()))", ""),
      "Examples with y = 0 cost nothing in yours. Their half is (1 − y) · ln(1 − A).",
    ],
    "the answers are cut off": [after("sigmoid(X.matmul(w).add(b))", ".clamp(0.01, 0.99)"), cutOff],
    "the answers are cut off in the cost": [
      replace("mul(A.log())", "mul(A.clamp(0.01, 0.99).log())"),
      replace("sub(1, A).log()", "sub(1, A).clamp(0.01, 0.99).log()"),
      cutOff,
    ],
    "a logarithm of base 2": [
      every(".log()", ".log2()"),
      "Your cost at zero is 1, so the logarithm has base 2. Here it is the natural one, .log(): then it is ln 2 = 0.693, and the gradient fits.",
    ],
    "db is a sum": [
      replace("off.mean()", "off.sum()"),
      "Your db is the sum of A − y. The cost is a mean, so db is their mean.",
    ],
    "dw is not divided by m": [
      replace(".div(m)", ""),
      "Your dw is the sum over the examples. The cost is a mean, so its slope is a mean too: divide by m.",
    ],
    "neither gradient is divided by m": [
      replace(".div(m)", ""),
      replace("off.mean()", "off.sum()"),
      "Both of your gradients are sums over the examples. The cost is a mean, so its slopes are means too: divide them by m.",
    ],
    "dw is divided by n": [
      replace("const [m = 0]", "const [, m = 0]"),
      "You divided by the number of features. The mean is over the examples: divide by m, the first side of X.",
    ],
    "no squash": [
      replace("sigmoid(X.matmul(w).add(b))", "X.matmul(w).add(b)"),
      "You compared the weighted sum itself with the truth. Squash it first: A = sigmoid(X · w + b).",
    ],
    "squashed twice": [
      replace("= sigmoid(", "= sigmoid(sigmoid("),
      replace(");\n  // 3.", "));\n  // 3."),
      "Your A went through the sigmoid twice, so no answer is below one half. Once is enough: A = sigmoid(X · w + b).",
    ],
    "the bias is not in the answer": [
      replace(".add(b)", ""),
      "Your A does not change with b. The weighted sum is X · w + b, and db is the slope by that b.",
    ],
    "the sigmoid's slope once more": [
      replace("A.sub(y)", "A.sub(y).mul(A).mul(sub(1, A))"),
      "You multiplied with A · (1 − A) once more. In A − y it is contained already: nearly everything has cancelled.",
    ],
    "the truth minus the answer": [
      replace("A.sub(y)", "y.sub(A)"),
      "Your gradient points the wrong way: it is y − A. It should be A − y, or every step makes the cost larger.",
    ],
    "gradients of three examples": replace("div(m)", "div(3)"),
    "the cost of three examples": replace(".mean()\n    .neg()", ".sum()\n    .div(-3)"),
    "left to backward": body(`
      const neuron = { w: w.detach().requiresGrad_(), b: b.detach().requiresGrad_() };
      const cost = nn.functional.binaryCrossEntropy(sigmoid(X.matmul(neuron.w).add(neuron.b)), y);
      cost.backward();
      return { dw: neuron.w.grad, db: neuron.b.grad, cost: cost.detach() };`),
  },
  standard: {
    transpose:
      "X has a row for each example, dw a number for each feature. X.t() has a row for each feature, so that each is multiplied with A − y and added up over the examples.",
    log: "The cost has the logarithms of A and of 1 − A: of the chance that the answer gave to what was true. One of them is missing.",
  },
  alternatives: {
    "the chance of what was true": [
      body(`
        const A = sigmoid(X.mul(w).sum(1).add(b));
        const chance = where(y.eq(1), A, sub(1, A));
        const off = A.sub(y);
        return { cost: chance.log().mean().neg(), dw: X.mul(off.unsqueeze(1)).mean(0), db: off.mean() };`),
      "It picks A or 1 − A by the truth before the logarithm, and takes the mean of the rows for dw.",
    ],
  },
});
