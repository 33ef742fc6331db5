import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "weightedSum",
  example: [
    "is 3.5 for the example in the task",
    () => [tensor([1, 2, 4]), tensor([3, -1, 0.5]), 0.5],
    tensor(3.5),
  ],
  any: (r) => {
    const n = r.int(1, 8);
    return [r.list(n, -2, 2), r.list(n, -2, 2), 4 * r() - 2];
  },
  mistakes: {
    "nothing is added up": [
      replace(".sum()", ""),
      "Your answer still has a number for every input. A neuron has one answer: add the products up.",
    ],
    "added instead of multiplied": [
      replace("x.mul", "x.add"),
      "The inputs and weights are added here. A weight says how much an input counts, so it multiplies.",
    ],
    "the bias counts once an input": [
      replace(".sum().add(b)", ".add(b).sum()"),
      "The bias is added before the sum, so every input brings one along. Add it after the sum.",
    ],
    "the bias is left out": [
      replace(".add(b)", ""),
      "The weighted inputs are right, but the bias is not in the answer.",
    ],
    "the mean instead of the sum": [
      replace(".sum()", ".mean()"),
      "Your answer shrinks as inputs are added: it is divided by their number. A neuron adds, it does not average.",
    ],
    "for positive inputs": replace("x.mul", "x.abs().mul"),
  },
  alternatives: {
    dot: ["return x.dot(w).add(b);", "The library has one call for multiplying and adding up."],
  },
});
