import { after, body, defineExercise, every, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "linearBackward",
  example: [
    "is right for three examples and two units",
    () => [
      tensor([
        [1, 2],
        [-1, 0],
        [2, -4],
      ]),
      {
        A: tensor([
          [1, 2],
          [3, 4],
          [5, 7],
        ]),
        W: tensor([
          [10, 20],
          [-5, 1],
        ]),
        b: tensor([0, 1]),
      },
    ],
  ],
  any: (r) => {
    const [m, inputs, units] = [r.int(1, 5), r.int(1, 5), r.int(1, 5)];
    const cache = { A: r.table(m, inputs), W: r.table(units, inputs), b: r.list(units) };
    return [r.table(m, units), cache];
  },
  gradient: {
    at: (_dZ, { A, W, b }) => ({ A, W, b }),
    // The cost is a mean, and dA is told without its 1/m.
    gradients: ({ dA, dW, db }, dZ) => ({ A: dA.div(dZ.size(0)), W: dW, b: db }),
    loss: ({ A, W, b }, dZ) => A.matmul(W.t()).add(b).mul(dZ).sum().div(dZ.size(0)),
  },
  mistakes: {
    "1/m is missing": [
      every(".div(m)", ""),
      "dW and db are sums over the examples here. The cost is a mean: divide both by m.",
    ],
    "1/m in dA too": [
      after("dZ.matmul(W)", ".div(m)"),
      "You divided dA by m as well. It is handed down to the layer below, which divides its own dW: then 1/m would count twice.",
    ],
    "divided by the number of inputs": [
      replace("A.size(0)", "A.size(1)"),
      "You divided by the number of columns of A. m is the number of examples: the rows.",
    ],
    "db is a sum": [
      replace("dZ.sum(0).div(m)", "dZ.sum(0)"),
      "Your db is the sum over the examples. The cost is a mean, so db is their mean.",
    ],
    "dW is a sum": [
      replace("matmul(A).div(m)", "matmul(A)"),
      "Your dW is the sum over the examples. The cost is a mean: divide it by m, as db.",
    ],
    "db over the units": [
      replace("dZ.sum(0)", "dZ.sum(1)"),
      "You added db up along the units and have a number for each example. Each unit has a bias: add over the examples, sum(0).",
    ],
    "dW is turned": [
      replace("dZ.t().matmul(A)", "A.t().matmul(dZ)"),
      "Your dW has a row for each input. It has the shape of W, a row for each unit: dZᵀ·A.",
    ],
    "W is turned in dA": [
      replace("dZ.matmul(W)", "dZ.matmul(W.t())"),
      "You turned W on the way back. The way forward took Wᵀ, so the way back takes W as it stands: dZ·W.",
    ],
    "one bias for all": after("dZ.sum(0).div(m)", ".narrow(0, 0, 1)"),
  },
  alternatives: {
    einsum: [
      body(`
        const { A, W } = cache;
        return { dA: dZ.matmul(W), dW: einsum("mu,mi->ui", dZ, A).div(A.size(0)), db: dZ.mean(0) };`),
      "The sum over the examples is written as a formula of its indices.",
    ],
  },
  forbid: ["Tensor.backward", "grad"],
});
