import { defineExercise, gradient, pure, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
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
    }),
    pure({
      name: "leaves its input alone",
      of: "sigmoidDerivative",
      args: () => [tensor([1, -2])],
    }),
  ],
  mistakes: {
    "the wrong sign": [
      replace(
        `const s = sigmoid(z);
  return s.mul(s.neg().add(1));`,
        "return sigmoid(z).mul(sigmoid(z).sub(1));",
      ),
      "Your slope is negative, so the curve would fall. It rises everywhere: the factor is 1 − s, not s − 1.",
    ],
    "in place": replace("const s = sigmoid(z", "const s = z.mul_(-1).exp().add(1).reciprocal("),
    "no slope below 0": [
      replace("const s = sigmoid(z", "const s = sigmoid(z.clamp(0)"),
      "Your slope does not change for negative z. The curve rises on both sides of 0, by the same slope at z and at -z.",
    ],
    "a derivative from another function": [
      replace(
        `const s = sigmoid(z);
  return s.mul(s.neg().add(1));`,
        "return sigmoid(z).square().neg().add(1);",
      ),
      "1 − s² belongs to tanh, which runs from -1 to 1. For the sigmoid it is s · (1 − s).",
    ],
    "only one factor": [
      replace(
        `const s = sigmoid(z);
  return s.mul(s.neg().add(1));`,
        "return sigmoid(z).neg().add(1);",
      ),
      "This is 1 − s alone. Far below 0 it is 1, but there the curve is flat. Multiply with s.",
    ],
    "squashed twice": [
      replace("const s = sigmoid(z", "const s = sigmoid(sigmoid(z)"),
      "Your s has been through the sigmoid two times. One time is enough: s = sigmoid(z).",
    ],
    "z taken for s": [
      replace(
        `const s = sigmoid(z);
  return s.mul(s.neg().add(1));`,
        "return z.mul(z.neg().add(1));",
      ),
      "You used z itself where the formula has s. z has not been squashed yet: begin with s = sigmoid(z).",
    ],
  },
  alternatives: {
    "minus square": replace("mul(s.neg().add(1", "sub(s.square("),
    "other side": replace(
      `const s = sigmoid(z);
  return s.mul(s.neg().add(1));`,
      "return sigmoid(z).mul(sigmoid(z.neg()));",
    ),
  },
});
