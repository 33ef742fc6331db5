import { defineGrade, property, pure, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is 1.5 for the example in the task",
    of: "weightedSum",
    argNames: ["x", "w", "b"],
    cases: [
      {
        name: "two inputs",
        args: () => [tensor([1, 2]), tensor([3, -1]), 0.5],
        expected: tensor(1.5),
      },
    ],
    misconceptions: [
      {
        name: "nothing is added up",
        explanation:
          "Your answer still has a number for every input. A neuron has one answer: add the products up.",
        answer: (x, w, b) => x.mul(w).add(b),
      },
      {
        name: "added instead of multiplied",
        explanation:
          "The inputs and weights are added here. A weight says how much an input counts, so it multiplies.",
        answer: (x, w, b) => x.add(w).sum().add(b),
      },
      {
        name: "the bias counts once an input",
        explanation:
          "The bias is added before the sum, so every input brings one along. Add it after the sum.",
        answer: (x, w, b) => x.mul(w).add(b).sum(),
      },
      {
        name: "the bias is left out",
        explanation: "The weighted inputs are right, but the bias is not in the answer.",
        answer: (x, w) => x.mul(w).sum(),
      },
    ],
  }),
  property({
    name: "holds for any number of inputs",
    of: "weightedSum",
    argNames: ["x", "w", "b"],
    args: (random) => {
      const n = random.int(1, 8);
      return [tensor(random.numbers(n, -2, 2)), tensor(random.numbers(n, -2, 2)), random() * 4 - 2];
    },
    misconceptions: [
      {
        name: "the mean instead of the sum",
        explanation:
          "Your answer shrinks as inputs are added: it is divided by their number. A neuron adds, it does not average.",
        answer: (x, w, b) => x.mul(w).mean().add(b),
      },
    ],
  }),
  pure({
    name: "leaves its inputs alone",
    of: "weightedSum",
    args: () => [tensor([1, 2]), tensor([3, 4]), 1],
  }),
]);
