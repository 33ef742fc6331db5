import { before, body, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "sigmoid",
  example: [
    [
      "is right for the example in the task",
      () => [tensor([-1, 0, 2])],
      tensor([0.26894142, 0.5, 0.88079708]),
    ],
    ["stays a number far from 0", () => [tensor([-1000, 1000])], tensor([0, 1])],
  ],
  any: (r) => [
    r.tensor(
      r.pick([
        [],
        [r.int(1, 6)],
        [r.int(1, 4), r.int(1, 4)],
        [r.int(1, 2), r.int(1, 3), r.int(1, 3)],
      ]),
      -6,
      6,
    ),
  ],
  forbid: ["sigmoid", "logsigmoid"],
  mistakes: {
    "the minus is missing": [
      replace(".neg()", ""),
      "Your curve runs the wrong way: it falls where it should rise. Begin with z.neg().",
    ],
    "1 divided by it is missing": [
      replace(".reciprocal()", ""),
      "You have made the lower part, 1 plus e to the power minus z. The answer is 1 divided by that: .reciprocal().",
    ],
    "the 1 below is missing": [
      replace(".add(1)", ""),
      "Without the 1 below, your answer is just e to the power z and has no upper end. Adding 1 keeps it below 1.",
    ],
    "the shape is lost": [
      before(".neg()", ".flatten()"),
      "The numbers are right, but they stand in one long row. The calls neg, exp and add keep the shape by themselves: do not flatten.",
    ],
    "infinity divided by infinity": [
      body("return z.exp().div(z.exp().add(1));"),
      "e to the power 1000 is Infinity in a computer, and Infinity / Infinity is NaN. Only the lower part may grow: 1 / (1 + e^-z).",
    ],
    "for one plain number": body("return 1 / (1 + Math.exp(-z));"),
    "the library's own": body("return z.sigmoid();"),
    "the library's own, as a function": body("return nn.functional.sigmoid(z);"),
  },
  alternatives: {
    division: [
      "return ones(z.shape).div(z.mul(-1).exp().add(1));",
      "It divides a tensor of ones, where reciprocal() is one call.",
    ],
    tanh: [
      "return z.div(2).tanh().add(1).div(2);",
      "The tanh curve, squeezed and moved up: the library's tanh does the work.",
    ],
  },
});
