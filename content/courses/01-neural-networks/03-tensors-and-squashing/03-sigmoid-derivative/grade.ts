import { body, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "sigmoidDerivative",
  example: [
    "is right for the example in the task",
    () => [tensor([0, 2])],
    tensor([0.25, 0.104993585]),
  ],
  any: (r) => [r.table(r.int(1, 3), r.int(1, 3), -4, 4)],
  gradient: { gradients: (slope) => ({ z: slope }), loss: ({ z }) => z?.sigmoid().sum() },
  forbid: ["backward", "grad"],
  mistakes: {
    "the wrong sign": [
      replace("s.neg().add(1)", "s.sub(1)"),
      "Your slope is negative, so the curve would fall. It rises everywhere: the factor is 1 − s, not s − 1.",
    ],
    "no slope below 0": [
      replace("sigmoid(z)", "sigmoid(z.clamp(0))"),
      "Your slope does not change for negative z. The curve rises on both sides of 0, by the same slope at z and at -z.",
    ],
    "a derivative from another function": [
      replace("s.mul(s.neg().add(1))", "s.square().neg().add(1)"),
      "1 − s² belongs to tanh, which runs from -1 to 1. For the sigmoid it is s · (1 − s).",
    ],
    "only one factor": [
      replace("s.mul(s.neg().add(1))", "s.neg().add(1)"),
      "This is 1 − s alone. Far below 0 it is 1, but there the curve is flat. Multiply with s.",
    ],
    "squashed twice": [
      replace("sigmoid(z)", "sigmoid(sigmoid(z))"),
      "Your s has been through the sigmoid two times. One time is enough: s = sigmoid(z).",
    ],
    "z taken for s": [
      replace("sigmoid(z)", "z"),
      "You used z itself where the formula has s. z has not been squashed yet: begin with s = sigmoid(z).",
    ],
    "left to backward": body(
      "const at = z.detach().requiresGrad_();\nsigmoid(at).sum().backward();\nreturn at.grad;",
    ),
    "left to grad": body(
      "const at = z.detach().requiresGrad_();\nreturn grad(sigmoid(at).sum(), [at])[0];",
    ),
  },
  alternatives: {
    "minus its square": [
      replace("s.mul(s.neg().add(1))", "s.sub(s.square())"),
      "s · (1 − s), multiplied out.",
    ],
    "the other side": [
      "return sigmoid(z).mul(sigmoid(z.neg()));",
      "1 − σ(z) is σ(−z), so the sigmoid is called on both sides of 0.",
    ],
  },
});
