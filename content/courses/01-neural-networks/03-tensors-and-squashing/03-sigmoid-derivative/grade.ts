import { defineGrade, gradient, pure, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for the example in the task",
    of: "sigmoidDerivative",
    cases: [
      {
        name: "two numbers",
        args: () => [tensor([0, 2])],
        expected: tensor([0.25, 0.104993585]),
      },
    ],
    misconceptions: [
      {
        name: "z taken for s",
        explanation:
          "You used z itself where the formula has s. z has not been squashed yet: begin with s = sigmoid(z).",
        answer: (z) => z.mul(z.neg().add(1)),
      },
      {
        name: "squashed twice",
        explanation:
          "Your s has been through the sigmoid two times. One time is enough: s = sigmoid(z).",
        answer: (z) => z.sigmoid().sigmoid().mul(z.sigmoid().sigmoid().neg().add(1)),
      },
      {
        name: "only one factor",
        explanation:
          "This is 1 − s alone. Far below 0 it is 1, but there the curve is flat. Multiply with s.",
        answer: (z) => z.sigmoid().neg().add(1),
      },
      {
        name: "the wrong sign",
        explanation:
          "Your slope is negative, so the curve would fall. It rises everywhere: the factor is 1 − s, not s − 1.",
        answer: (z) => z.sigmoid().mul(z.sigmoid().sub(1)),
      },
      {
        name: "a derivative from another function",
        explanation:
          "1 − s² belongs to tanh, which runs from -1 to 1. For the sigmoid it is s · (1 − s).",
        answer: (z) => z.sigmoid().square().neg().add(1),
      },
    ],
  }),
  gradient({
    name: "is what nudging z a little shows",
    of: "sigmoidDerivative",
    runs: 6,
    args: (random) => {
      const [rows, columns] = [random.int(1, 3), random.int(2, 3)];
      return [tensor(random.numbers(rows * columns, -4, 4)).reshape([rows, columns])];
    },
    gradients: (result) => ({ z: result }),
    loss: ({ z }: { z: Tensor }) => z.sigmoid().sum(),
    misconceptions: [
      {
        name: "no slope below 0",
        explanation:
          "Your slope does not change for negative z. The curve rises on both sides of 0, by the same slope at z and at -z.",
        answer: (z) => {
          const s = z.clamp(0).sigmoid();
          return { z: s.mul(s.neg().add(1)) };
        },
      },
    ],
  }),
  pure({
    name: "leaves its input alone",
    of: "sigmoidDerivative",
    args: () => [tensor([1, -2])],
  }),
]);
