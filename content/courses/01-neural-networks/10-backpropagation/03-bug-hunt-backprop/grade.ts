import {
  contract,
  defineExercise,
  failed,
  gradient,
  passed,
  property,
  type Random,
  replace,
} from "@gradus/exercise";
import { sub, type Tensor, tensor } from "gradus";

interface Weights {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** A network with weights so large that tanh bends, and examples for it. */
function anyNetwork(random: Random, rate: number): [Tensor, Tensor, Weights, number] {
  const [m, n, h] = [random.int(5, 9), random.int(2, 3), random.int(2, 4)];
  const numbers = (...shape: number[]): Tensor =>
    tensor(
      random.numbers(
        shape.reduce((a, b) => a * b, 1),
        -1.5,
        1.5,
      ),
    ).reshape(shape);
  const Y = tensor(Array.from({ length: m }, () => [random.int(0, 1)]));
  const weights = { W1: numbers(h, n), b1: numbers(h), W2: numbers(1, h), b2: numbers(1) };
  return [numbers(m, n), Y, weights, rate];
}

function forward(X: Tensor, { W1, b1, W2, b2 }: Weights) {
  const Z1 = X.matmul(W1.t()).add(b1);
  const A1 = Z1.tanh();
  return { Z1, A1, A2: A1.matmul(W2.t()).add(b2).sigmoid() };
}

const costOf = (A2: Tensor, Y: Tensor): Tensor =>
  Y.mul(A2.log())
    .add(sub(1, Y).mul(sub(1, A2).log()))
    .mean()
    .neg();

/** What a step makes of the weights if it goes back through `W2` of its choice. */
function moved(
  X: Tensor,
  Y: Tensor,
  weights: Weights,
  rate: number,
  { early = false, slopeOfZ = false },
): Weights {
  const { Z1, A1, A2 } = forward(X, weights);
  const m = X.size(0);
  const dZ2 = A2.sub(Y);
  const W2 = weights.W2.sub(dZ2.t().matmul(A1).div(m).mul(rate));
  const dZ1 = dZ2.matmul(early ? W2 : weights.W2).mul(sub(1, (slopeOfZ ? Z1 : A1).square()));
  return {
    W1: weights.W1.sub(dZ1.t().matmul(X).div(m).mul(rate)),
    b1: weights.b1.sub(dZ1.mean(0).mul(rate)),
    W2,
    b2: weights.b2.sub(dZ2.mean(0).mul(rate)),
  };
}

/** The gradients a step must have used. */
function used(before: Weights, after: Weights, rate: number) {
  return {
    W1: before.W1.sub(after.W1).div(rate),
    b1: before.b1.sub(after.b1).div(rate),
    W2: before.W2.sub(after.W2).div(rate),
    b2: before.b2.sub(after.b2).div(rate),
  };
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "still answers and costs what it did",
      run: async ({ learner, random }) => {
        const [X, Y, weights] = anyNetwork(random, 1);
        const { cost } = learner.step(X, Y, weights, 1);
        const difference = await cost
          .sub(costOf(forward(X, weights).A2, Y))
          .abs()
          .item();
        return difference < 1e-5
          ? passed
          : failed("step: the cost has changed. The way forward was right, the bugs are after it.");
      },
    }),
    gradient({
      name: "goes down the slope in small steps",
      of: "step",
      runs: 4,
      tolerance: { rtol: 2e-2, atol: 4e-3 },
      args: (random) => anyNetwork(random, 0.01),
      at: (_X, _Y, { W1, b1, W2, b2 }) => ({ W1, b1, W2, b2 }),
      gradients: ({ weights }, _X, _Y, before, rate) => used(before, weights, rate),
      loss: (values, X, Y) => costOf(forward(X, values).A2, Y),
    }),
    property({
      name: "takes the whole step from one place",
      of: "step",
      runs: 6,
      args: (random) => anyNetwork(random, 2),
    }),
  ],
  mistakes: {
    "another bend": replace("tanh", "relu"),
    "the slope is taken at Z1": [
      replace("W2).mul(sub(1, A1", "newW2).mul(sub(1, Z1"),
      "The slope of tanh is 1 − A1², with what tanh gave. You square Z1, what it was given. For small sums the two are nearly the same; for large ones 1 − Z1² is far below 0.",
    ],
    "no slope at all": replace(".mul(sub(1, A1.square()))", ""),
    "W2 has moved already": [
      replace("dZ2.matmul(W2", "dZ2.matmul(newW2"),
      "dZ1 goes back through newW2, which has already learned. All gradients belong to the weights of the way forward: use W2.",
    ],
    "the slope is taken at Z1 (only w2 mended)": [
      replace("1, A1", "1, Z1"),
      "The slope of tanh is 1 − A1², with what tanh gave. You square Z1, what it was given. For small sums the two are nearly the same; for large ones 1 − Z1² is far below 0.",
    ],
  },
  alternatives: {
    "hidden layer first": [
      replace("The output layer learns.", "All gradients first …"),
      replace(
        "const dZ2 = A2.sub(Y);",
        `const dZ2 = A2.sub(Y);
  const dZ1 = dZ2.matmul(W2).mul(sub(1, A1.square()));
  // … then all steps.`,
      ),
      replace(
        `// The hidden layer learns.
  const dZ1 = dZ2.matmul(W2).mul(sub(1, A1.square()));`,
        "",
      ),
    ],
  },
});
