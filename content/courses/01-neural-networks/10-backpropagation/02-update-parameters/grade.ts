import {
  defineExercise,
  file,
  property,
  pure,
  type Random,
  replace,
  value,
} from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

interface Weights {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

interface Grads {
  dW1: Tensor;
  db1: Tensor;
  dW2: Tensor;
  db2: Tensor;
}

const example = (): [Weights, Grads, number] => [
  {
    W1: tensor([
      [1, 2],
      [3, 4],
    ]),
    b1: tensor([0, 1]),
    W2: tensor([[5, 6]]),
    b2: tensor([7]),
  },
  {
    dW1: tensor([
      [10, -10],
      [0, 5],
    ]),
    db1: tensor([2, -2]),
    dW2: tensor([[1, -1]]),
    db2: tensor([4]),
  },
  0.1,
];

function anyStep(random: Random): [Weights, Grads, number] {
  const [n, h] = [random.int(1, 4), random.int(1, 5)];
  const numbers = (...shape: number[]): Tensor =>
    tensor(random.numbers(shape.reduce((a, b) => a * b, 1))).reshape(shape);
  return [
    { W1: numbers(h, n), b1: numbers(h), W2: numbers(1, h), b2: numbers(1) },
    { dW1: numbers(h, n), db1: numbers(h), dW2: numbers(1, h), db2: numbers(1) },
    random(),
  ];
}

/** The step, each kind of parameter at a rate of its own. */
function answer({ W1, b1, W2, b2 }: Weights, grads: Grads, forW: number, forB: number): Weights {
  return {
    W1: W1.sub(grads.dW1.mul(forW)),
    b1: b1.sub(grads.db1.mul(forB)),
    W2: W2.sub(grads.dW2.mul(forW)),
    b2: b2.sub(grads.db2.mul(forB)),
  };
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for the example",
      of: "updateParameters",
      cases: [{ args: example }],
    }),
    property({
      name: "holds for any sizes and any learning rate",
      of: "updateParameters",
      args: anyStep,
    }),
    pure({
      name: "leaves the old parameters as they were",
      of: "updateParameters",
      args: example,
    }),
  ],
  mistakes: {
    "in place": replace(
      `W1: W1.sub(dW1.mul(learningRate)),
    b1: b1.sub(db1.mul(learningRate)),
    W2: W2.sub(dW2.mul(learningRate)),
    b2: b2.sub(db2.mul(learningRate)),`,
      `W1: W1.sub_(dW1.mul(learningRate)),
    b1: b1.sub_(db1.mul(learningRate)),
    W2: W2.sub_(dW2.mul(learningRate)),
    b2: b2.sub_(db2.mul(learningRate)),`,
    ),
    "the learning rate is left out": [
      file("mistakes/no-rate.ts"),
      "The whole gradient was taken off. Multiply it by the learning rate first.",
    ],
    "always a rate of 0.1": [
      file("mistakes/own-rate.ts"),
      "You take 0.1 whatever comes in. Use learningRate.",
    ],
    uphill: [
      replace(
        `W1: W1.sub(dW1.mul(learningRate)),
    b1: b1.sub(db1.mul(learningRate)),
    W2: W2.sub(dW2.mul(learningRate)),
    b2: b2.sub(db2.mul(learningRate)),`,
        `W1: W1.add(dW1.mul(learningRate)),
    b1: b1.add(db1.mul(learningRate)),
    W2: W2.add(dW2.mul(learningRate)),
    b2: b2.add(db2.mul(learningRate)),`,
      ),
      "You added the gradient. It points to where the cost grows: go against it, with a minus.",
    ],
    "the biases stay": [
      replace("db1, dW2, db2", "dW2"),
      replace("b1: b1.sub(db1.mul(learningRate))", "b1"),
      replace("b2: b2.sub(db2.mul(learningRate))", "b2"),
      "The weights have moved, the biases have not. They learn in the same way.",
    ],
  },
  alternatives: {
    alpha: replace(
      `W1: W1.sub(dW1.mul(learningRate)),
    b1: b1.sub(db1.mul(learningRate)),
    W2: W2.sub(dW2.mul(learningRate)),
    b2: b2.sub(db2.mul(learningRate)),`,
      `W1: W1.sub(dW1, { alpha: learningRate }),
    b1: b1.sub(db1, { alpha: learningRate }),
    W2: W2.sub(dW2, { alpha: learningRate }),
    b2: b2.sub(db2, { alpha: learningRate }),`,
    ),
  },
});
