import { after, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "l2Loss",
  example: [
    "is right for the example in the task",
    () => [tensor([2, 1, 0.5]), tensor([3, -1, 0])],
    tensor(5.25),
  ],
  any: (r) => {
    const m = r.int(1, 12);
    return [r.list(m, -3, 3), r.list(m, -3, 3)];
  },
  forbid: ["mseLoss", "nn.MSELoss.forward"],
  mistakes: {
    "the mean instead of the sum": [
      replace("sum()", "mean()"),
      "You divided by the number of examples. The mean squared error does that; here it is the sum.",
    ],
    "half of it": [
      after("sum()", ".div(2)"),
      "You halved the sum. Some books do, so that the slope has no 2; here it is the plain sum.",
    ],
    "nothing is added up": [
      replace(".sum()", ""),
      "Your answer has a number for each example. Add them up: .sum().",
    ],
    "a root at the end": [
      after("sum()", ".sqrt()"),
      "You took a root at the end. That makes a length of it; the L2 loss is the plain sum of squares.",
    ],
    "the sizes instead of the squares": [
      replace("square()", "abs()"),
      "You added up sizes. That was the L1 loss. Here it is .square().",
    ],
    "squares before the difference": [
      replace("y.sub(yHat).square()", "y.square().sub(yHat.square())"),
      "You squared answers and guesses and then subtracted. Take the difference first, then square it.",
    ],
    "the square of the sum": [
      replace("square().sum()", "sum().square()"),
      "You added up first and squared after, so errors of opposite sign have cancelled. First .square(), then .sum().",
    ],
    "three only": after("y.sub(yHat)", ".narrow(0, 0, Math.min(3, y.size(0)))"),
    "the library's own": replace(
      "y.sub(yHat).square().sum()",
      'nn.functional.mseLoss(yHat, y, { reduction: "sum" })',
    ),
  },
  alternatives: {
    dot: [
      "const off = y.sub(yHat);\nreturn off.dot(off);",
      "A list times itself, added up: the dot product does both.",
    ],
    "the other way round": [
      replace("y.sub(yHat)", "yHat.sub(y)"),
      "The square of a difference is the same from both sides.",
    ],
  },
});
