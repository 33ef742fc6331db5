import { defineGrade, property, pure, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for the example in the task",
    of: "l1Loss",
    cases: [{ args: () => [tensor([0.9, 0.8, 0.1]), tensor([1, 0, 0])], expected: tensor(1) }],
    misconceptions: [
      {
        name: "the squares instead of the sizes",
        explanation:
          "You added up squares. That is the L2 loss, and the next exercise. Here it is .abs().",
        answer: (yHat, y) => y.sub(yHat).square().sum(),
      },
      {
        name: "the mean instead of the sum",
        explanation:
          "You divided by the number of examples. Libraries often do, but here it is the sum.",
        answer: (yHat, y) => y.sub(yHat).abs().mean(),
      },
      {
        name: "the sign is kept",
        explanation:
          "Errors of opposite sign cancel in your sum. Take their sizes with .abs() before adding up.",
        answer: (yHat, y) => y.sub(yHat).sum(),
      },
      {
        name: "the size of the sum",
        explanation:
          "You added up first and took the size after, so errors of opposite sign have cancelled. First .abs(), then .sum().",
        answer: (yHat, y) => y.sub(yHat).sum().abs(),
      },
      {
        name: "nothing is added up",
        explanation: "Your answer has a number for each example. Add them up: .sum().",
        answer: (yHat, y) => y.sub(yHat).abs(),
      },
    ],
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
]);
