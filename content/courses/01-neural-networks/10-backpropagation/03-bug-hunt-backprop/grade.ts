import {
  agreeing,
  contract,
  defineExercise,
  gradient,
  property,
  type Random,
  replace,
} from "@gradus/exercise";
import type { Tensor } from "gradus";
import { oneHidden } from "../../09-one-hidden-layer/networks.ts";
import { step, type Weights } from "./solution.ts";

/** A network with weights so large that tanh bends, and examples for it. */
function network(r: Random<Tensor>, rate: number): [Tensor, Tensor, Weights, number] {
  const [m, inputs] = [r.int(5, 9), r.int(2, 3)];
  const weights = oneHidden(r, inputs, r.int(2, 4), 1.5);
  return [r.table(m, inputs, -1.5, 1.5), r.bits([m, 1]), weights, rate];
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "still costs what it did",
      run: ({ learner, random }) => {
        const [X, Y, weights, rate] = network(random as Random<Tensor>, 1);
        return agreeing(
          "step: the cost has changed. The way forward was right, the bugs are after it.",
          learner.step(X, Y, weights, rate).cost,
          step(X, Y, weights, rate).cost,
        );
      },
    }),
    gradient({
      name: "goes down the slope in small steps",
      of: "step",
      runs: 4,
      tolerance: { rtol: 2e-2, atol: 4e-3 },
      args: (r: Random<Tensor>) => network(r, 0.01),
      at: (_X, _Y, { W1, b1, W2, b2 }) => ({ W1, b1, W2, b2 }),
      // The gradients that a step must have used.
      gradients: ({ weights }, _X, _Y, before, rate) => ({
        W1: before.W1.sub(weights.W1).div(rate),
        b1: before.b1.sub(weights.b1).div(rate),
        W2: before.W2.sub(weights.W2).div(rate),
        b2: before.b2.sub(weights.b2).div(rate),
      }),
      loss: (values, X, Y) => step(X, Y, values, 0).cost,
    }),
    property({
      name: "takes the whole step from one place",
      of: "step",
      runs: 6,
      args: (r: Random<Tensor>) => network(r, 2),
    }),
  ],
  bugs: {
    "the slope is taken at Z1": [
      replace("A1.square()", "Z1.square()"),
      "The slope of tanh is 1 − A1², with what tanh gave. You square Z1, what it was given. For small sums the two are nearly the same; for large ones 1 − Z1² is far below 0.",
    ],
    "W2 has moved already": [
      replace("dZ2.matmul(W2)", "dZ2.matmul(newW2)"),
      "dZ1 goes back through newW2, which has already learned. All gradients belong to the weights of the way forward: use W2.",
    ],
  },
  mistakes: {
    "another bend": replace("tanh", "relu"),
    "no slope at all": [
      replace(".mul(sub(1, A1.square()))", ""),
      "dZ1 goes back through W2 only. The bend in the hidden layer has a slope, too: 1 − A1².",
    ],
    "the slope of the sigmoid": [
      replace("sub(1, A1.square())", "A1.mul(sub(1, A1))"),
      "A1·(1 − A1) is the sigmoid's slope. The hidden layer bends with tanh: 1 − A1².",
    ],
  },
  alternatives: {
    "hidden layer first": [
      replace(
        "const dZ2 = A2.sub(Y);",
        "const dZ2 = A2.sub(Y);\n  const dZ1 = dZ2.matmul(W2).mul(sub(1, A1.square()));",
      ),
      replace(
        "// The hidden layer learns.\n  const dZ1 = dZ2.matmul(W2).mul(sub(1, A1.square()));",
        "// The hidden layer learns.",
      ),
      "All gradients come first, then all steps: no moved weight can get in between.",
    ],
  },
  forbid: ["Tensor.backward", "grad"],
});
