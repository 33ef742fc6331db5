import { defineExercise, property, pure, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for the example in the task",
      of: "l1Loss",
      cases: [{ args: () => [tensor([0.9, 0.8, 0.1]), tensor([1, 0, 0])], expected: tensor(1) }],
    }),
    property({
      name: "holds for any number of examples",
      of: "l1Loss",
      args: (random) => {
        const m = random.int(1, 12);
        return [tensor(random.numbers(m, -3, 3)), tensor(random.numbers(m, -3, 3))];
      },
    }),
    pure({
      name: "leaves its inputs alone",
      of: "l1Loss",
      args: () => [tensor([1, 2]), tensor([3, 1])],
    }),
  ],
  mistakes: {
    "in place": replace("sub", "sub_"),
    "the mean instead of the sum": [
      replace("sum", "mean"),
      "You divided by the number of examples. Libraries often do, but here it is the sum.",
    ],
    "nothing is added up": [
      replace(".sum()", ""),
      "Your answer has a number for each example. Add them up: .sum().",
    ],
    "the sign is kept": [
      replace("abs().sum", "sum"),
      "Errors of opposite sign cancel in your sum. Take their sizes with .abs() before adding up.",
    ],
    "the squares instead of the sizes": [
      replace("abs", "square"),
      "You added up squares. That is the L2 loss, and the next exercise. Here it is .abs().",
    ],
    "the size of the sum": [
      replace("abs().sum", "sum().abs"),
      "You added up first and took the size after, so errors of opposite sign have cancelled. First .abs(), then .sum().",
    ],
    "three only": replace(
      "return y.sub(yHat).abs().sum();",
      `return y
    .sub(yHat)
    .narrow(0, 0, Math.min(3, y.shape[0] ?? 0))
    .abs()
    .sum();`,
    ),
    "too low only": replace("abs(", "clamp(0"),
  },
  alternatives: {
    library: replace(
      "y.sub(yHat).abs().sum(",
      'nn.functional.l1Loss(yHat, y, { reduction: "sum" }',
    ),
    norm: replace("abs().sum(", "norm(1"),
    "other way round": replace("y.sub(yHat", "yHat.sub(y"),
  },
});
