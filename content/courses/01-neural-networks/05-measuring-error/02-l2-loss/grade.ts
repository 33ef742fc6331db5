import { defineExercise, property, pure, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for the example in the task",
      of: "l2Loss",
      cases: [{ args: () => [tensor([0.9, 0.8, 0.1]), tensor([1, 0, 0])], expected: tensor(0.66) }],
    }),
    property({
      name: "holds for any number of examples",
      of: "l2Loss",
      args: (random) => {
        const m = random.int(1, 12);
        return [tensor(random.numbers(m, -3, 3)), tensor(random.numbers(m, -3, 3))];
      },
    }),
    pure({
      name: "leaves its inputs alone",
      of: "l2Loss",
      args: () => [tensor([1, 2]), tensor([3, 1])],
    }),
  ],
  mistakes: {
    "in place": replace("sub", "sub_"),
    "the mean instead of the sum": [
      replace("sum", "mean"),
      "You divided by the number of examples. The mean squared error does that; here it is the sum.",
    ],
    "nothing is added up": [
      replace(".sum()", ""),
      "Your answer has a number for each example. Add them up: .sum().",
    ],
    "a root at the end": [
      replace("sum()", "sum().sqrt()"),
      "You took a root at the end. That makes a length of it; the L2 loss is the plain sum of squares.",
    ],
    "the sizes instead of the squares": [
      replace("square", "abs"),
      "You added up sizes. That was the L1 loss. Here it is .square().",
    ],
    "squares before the difference": [
      replace("sub(yHat).square(", "square().sub(yHat.square()"),
      "You squared answers and guesses and then subtracted. Take the difference first, then square it.",
    ],
    "the square of the sum": [
      replace("square().sum", "sum().square"),
      "You added up first and squared after, so errors of opposite sign have cancelled. First .square(), then .sum().",
    ],
    "three only": replace(
      "return y.sub(yHat).square().sum();",
      `return y
    .sub(yHat)
    .narrow(0, 0, Math.min(3, y.shape[0] ?? 0))
    .square()
    .sum();`,
    ),
  },
  alternatives: {
    dot: replace("square().sum(", "dot(y.sub(yHat)"),
    library: replace(
      "y.sub(yHat).square().sum(",
      'nn.functional.mseLoss(yHat, y, { reduction: "sum" }',
    ),
    "other way round": replace("y.sub(yHat", "yHat.sub(y"),
  },
});
