import { defineGrade, property, pure, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for the example in the task",
    of: "sigmoid",
    cases: [
      {
        name: "three numbers",
        args: () => [tensor([-1, 0, 2])],
        expected: tensor([0.26894142, 0.5, 0.88079708]),
      },
    ],
    misconceptions: [
      {
        name: "the minus is missing",
        explanation:
          "Your curve runs the wrong way: it falls where it should rise. Begin with z.neg().",
        answer: (z) => z.exp().add(1).reciprocal(),
      },
      {
        name: "1 divided by it is missing",
        explanation:
          "You have made the lower part, 1 plus e to the power minus z. The answer is 1 divided by that: .reciprocal().",
        answer: (z) => z.neg().exp().add(1),
      },
    ],
  }),
  property({
    name: "keeps any shape",
    of: "sigmoid",
    args: (random) => {
      const shape = random.pick([
        [],
        [random.int(1, 6)],
        [random.int(1, 4), random.int(1, 4)],
        [2, random.int(1, 3), random.int(1, 3)],
      ]);
      const size = shape.reduce((all, side) => all * side, 1);
      return [tensor(random.numbers(size, -6, 6)).reshape(shape)];
    },
    misconceptions: [
      {
        name: "the shape is lost",
        explanation:
          "The numbers are right, but they stand in one long row. The calls neg, exp and add keep the shape by themselves: do not flatten.",
        answer: (z) => z.reshape([-1]).sigmoid(),
      },
    ],
  }),
  value({
    name: "stays a number far from 0",
    of: "sigmoid",
    cases: [{ args: () => [tensor([-1000, 1000])], expected: tensor([0, 1]) }],
    misconceptions: [
      {
        name: "infinity divided by infinity",
        explanation:
          "e to the power 1000 is Infinity in a computer, and Infinity / Infinity is NaN. Only the lower part may grow: 1 / (1 + e^-z).",
        answer: (z) => z.exp().div(z.exp().add(1)),
      },
    ],
  }),
  pure({
    name: "leaves its input alone",
    of: "sigmoid",
    args: () => [tensor([1, -2])],
  }),
]);
