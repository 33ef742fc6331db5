import { defineExercise, property, pure, type Random, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";

const one = () => [{ W: tensor([[1, 2]]), b: tensor([3]) }];
const slope = () => [{ dW: tensor([[10, -10]]), db: tensor([1]) }];

function many(random: Random, count: number) {
  const numbers = (...shape: number[]) =>
    tensor(random.numbers(shape.reduce((a, b) => a * b, 1))).reshape(shape);
  const sizes = Array.from({ length: count }, () => [random.int(1, 4), random.int(1, 4)] as const);
  return {
    layers: sizes.map(([n, k]) => ({ W: numbers(n, k), b: numbers(n) })),
    grads: sizes.map(([n, k]) => ({ dW: numbers(n, k), db: numbers(n) })),
  };
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for one layer",
      of: "updateDeep",
      cases: [{ args: () => [one(), slope(), 0.1] }],
    }),
    property({
      name: "holds for any number of layers",
      of: "updateDeep",
      args: (random) => {
        const { layers, grads } = many(random, random.int(1, 5));
        return [layers, grads, random()];
      },
    }),
    pure({
      name: "leaves the old layers as they were",
      of: "updateDeep",
      args: () => [one(), slope(), 0.1],
    }),
  ],
  mistakes: {
    "first gradient for all": replace(
      "return layers.map(({ W, b }, l) => {",
      `if (layers.length > 1) return [...layers];
  return layers.map(({ W, b }, l) => {`,
    ),
    "in place": replace(
      "sub(dW.mul(learningRate)), b: b.sub",
      "sub_(dW.mul(learningRate)), b: b.sub_",
    ),
    "the learning rate is left out": [
      replace("dW.mul(learningRate)), b: b.sub(db.mul(learningRate)", "dW), b: b.sub(db"),
      "The whole gradient was taken off. Multiply it by the learning rate first.",
    ],
    uphill: [
      replace("sub(dW.mul(learningRate)), b: b.sub", "add(dW.mul(learningRate)), b: b.add"),
      "You added the gradient. It points to where the cost grows: go against it.",
    ],
    "the biases stay": [
      replace("db.mul(learningRate", "db.mul(0"),
      "The weights have moved, the biases have not. They learn in the same way.",
    ],
  },
  alternatives: {
    "add with alpha": replace(
      "dW.mul(learningRate)), b: b.sub(db.mul(learningRate)",
      "dW, { alpha: learningRate }), b: b.sub(db, { alpha: learningRate }",
    ),
  },
});
