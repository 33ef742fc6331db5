import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "normalizeRows",
  example: [
    "is right for the example in the task",
    () => [
      tensor([
        [3, 4],
        [6, 8],
      ]),
    ],
    tensor([
      [0.6, 0.8],
      [0.6, 0.8],
    ]),
  ],
  any: (r) => [r.table(r.int(1, 5), r.int(1, 5), -4, 4)],
  forbid: ["normalize"],
  mistakes: {
    "columns instead of rows": [
      replace("sum(1", "sum(0"),
      "You added up along direction 0, down each column. Along a row it is direction 1.",
    ],
    "keepdim is missing": [
      replace("1, { keepdim: true }", "1"),
      "Your lengths are a list. Lined up at the right it is a row, so each column was divided, not each row. Ask for a column: sum(1, { keepdim: true }).",
    ],
    "the root is missing": [
      replace(".sqrt()", ""),
      "You divided by the squared length. Take the root of the sum first.",
    ],
    "the squares are missing": [
      replace(".square().sum(1, { keepdim: true }).sqrt()", ".sum(1, { keepdim: true })"),
      "You divided by the sum of the numbers, so that each row adds up to 1. The length needs squares, and a root.",
    ],
    "one length for all": [
      replace("1, { keepdim: true }", ""),
      "You divided by the length of the whole table. Each row has a length of its own: sum(1, …).",
    ],
    "for positive numbers": replace("x.square", "x.clamp(0).square"),
    "for two columns": replace("x.square", "x.narrow(1, 0, Math.min(2, x.size(1))).square"),
    "the library's own": replace("x.div(norms)", "nn.functional.normalize(x, { dim: 1 })"),
  },
  alternatives: {
    norm: [
      replace("square().sum(1, { keepdim: true }).sqrt()", "norm(2, 1, { keepdim: true })"),
      "The length of each row is one call of the library.",
    ],
    "a column by reshape": [
      replace("sum(1, { keepdim: true }).sqrt()", "sum(1).sqrt().reshape([-1, 1])"),
      "It makes a column of the list afterwards, where keepdim keeps it one.",
    ],
  },
});
