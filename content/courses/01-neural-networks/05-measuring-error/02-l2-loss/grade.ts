import { defineGrade, property, pure, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for the example in the task",
    of: "l2Loss",
    cases: [{ args: () => [tensor([0.9, 0.8, 0.1]), tensor([1, 0, 0])], expected: tensor(0.66) }],
    misconceptions: [
      {
        name: "the sizes instead of the squares",
        explanation: "You added up sizes. That was the L1 loss. Here it is .square().",
        answer: (yHat, y) => y.sub(yHat).abs().sum(),
      },
      {
        name: "the mean instead of the sum",
        explanation:
          "You divided by the number of examples. The mean squared error does that; here it is the sum.",
        answer: (yHat, y) => y.sub(yHat).square().mean(),
      },
      {
        name: "a root at the end",
        explanation:
          "You took a root at the end. That makes a length of it; the L2 loss is the plain sum of squares.",
        answer: (yHat, y) => y.sub(yHat).square().sum().sqrt(),
      },
      {
        name: "the square of the sum",
        explanation:
          "You added up first and squared after, so errors of opposite sign have cancelled. First .square(), then .sum().",
        answer: (yHat, y) => y.sub(yHat).sum().square(),
      },
      {
        name: "squares before the difference",
        explanation:
          "You squared answers and guesses and then subtracted. Take the difference first, then square it.",
        answer: (yHat, y) => y.square().sub(yHat.square()).sum(),
      },
      {
        name: "nothing is added up",
        explanation: "Your answer has a number for each example. Add them up: .sum().",
        answer: (yHat, y) => y.sub(yHat).square(),
      },
    ],
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
]);
