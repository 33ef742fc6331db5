import { after, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "l1Loss",
  example: [
    "is right for the example in the task",
    () => [tensor([2, 1, 0.5]), tensor([3, -1, 0])],
    tensor(3.5),
  ],
  any: (r) => {
    const m = r.int(1, 12);
    return [r.list(m, -3, 3), r.list(m, -3, 3)];
  },
  forbid: ["l1Loss", "nn.L1Loss.forward"],
  mistakes: {
    "the mean instead of the sum": [
      replace("sum()", "mean()"),
      "You divided by the number of examples. Libraries often do, but here it is the sum.",
    ],
    "nothing is added up": [
      replace(".sum()", ""),
      "Your answer has a number for each example. Add them up: .sum().",
    ],
    "the sign is kept": [
      replace(".abs()", ""),
      "Errors of opposite sign cancel in your sum. Take their sizes with .abs() before adding up.",
    ],
    "the sizes before the difference": [
      replace("y.sub(yHat).abs()", "y.abs().sub(yHat.abs())"),
      "You took the sizes of answers and guesses and then subtracted. Take the difference first, then its size.",
    ],
    "the squares instead of the sizes": [
      replace("abs()", "square()"),
      "You added up squares. That is the L2 loss, and the next exercise. Here it is .abs().",
    ],
    "the size of the sum": [
      replace("abs().sum()", "sum().abs()"),
      "You added up first and took the size after, so errors of opposite sign have cancelled. First .abs(), then .sum().",
    ],
    "too low only": [
      replace("abs()", "clamp(0)"),
      "Only guesses that are too low count in yours. A guess that is too high is as wrong.",
    ],
    "three only": after("y.sub(yHat)", ".narrow(0, 0, Math.min(3, y.size(0)))"),
    "the library's own": replace(
      "y.sub(yHat).abs().sum()",
      'nn.functional.l1Loss(yHat, y, { reduction: "sum" })',
    ),
  },
  alternatives: {
    norm: [
      replace("abs().sum()", "norm(1)"),
      "The L1 norm of the errors is the same, in one call.",
    ],
    "the other way round": [
      replace("y.sub(yHat)", "yHat.sub(y)"),
      "The size of a difference is the same from both sides.",
    ],
  },
});
