import { defineGrade, property, pure, type Random, value } from "@gradus/exercise";
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

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for one layer",
    of: "updateDeep",
    cases: [{ args: () => [one(), slope(), 0.1] }],
    misconceptions: [
      {
        name: "uphill",
        explanation: "You added the gradient. It points to where the cost grows: go against it.",
        answer: (layers, grads, rate) =>
          layers.map(({ W, b }, l) => ({
            W: W.add((grads[l] as ReturnType<typeof slope>[0]).dW.mul(rate)),
            b: b.add((grads[l] as ReturnType<typeof slope>[0]).db.mul(rate)),
          })),
      },
      {
        name: "the learning rate is left out",
        explanation: "The whole gradient was taken off. Multiply it by the learning rate first.",
        answer: (layers, grads) =>
          layers.map(({ W, b }, l) => ({
            W: W.sub((grads[l] as ReturnType<typeof slope>[0]).dW),
            b: b.sub((grads[l] as ReturnType<typeof slope>[0]).db),
          })),
      },
      {
        name: "the biases stay",
        explanation: "The weights have moved, the biases have not. They learn in the same way.",
        answer: (layers, grads, rate) =>
          layers.map(({ W, b }, l) => ({
            W: W.sub((grads[l] as ReturnType<typeof slope>[0]).dW.mul(rate)),
            b,
          })),
      },
    ],
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
]);
