import { body, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

const table = (...rows: number[][]) => tensor(rows);
const wholeTable =
  "Your shares add up to 1 over all rows. Each row stands for one example: sum along direction 1.";
const wrongColumn =
  "Lined up at the right a list is a row, so each column was treated with another row's number. Ask for a column: { keepdim: true }.";

export default defineExercise<typeof import("./solution.ts")>({
  of: "softmax",
  example: [
    ["is right for the example in the task", () => [table([1, 0], [3, 3])]],
    ["stays a number for large scores", () => [table([1000, 1000], [999, 1001], [1000, 0])]],
    ["gives each row its own largest score", () => [table([1000, 1001], [0, 1])]],
  ],
  any: (r) => [r.scores([r.int(1, 5), r.int(1, 6)])],
  forbid: ["softmax", "logSoftmax", "softmin"],
  mistakes: {
    "the whole table adds up to 1": [
      replace("powers.sum(1, { keepdim: true })", "powers.sum()"),
      wholeTable,
    ],
    "one sum and one largest score for all": [
      body("return x.exp().div(x.exp().sum());"),
      wholeTable,
    ],
    "the columns add up to 1": [
      replace("x.amax(1", "x.amax(0"),
      replace("powers.sum(1", "powers.sum(0"),
      "You worked down the columns, direction 0. The scores of one example stand in a row: direction 1.",
    ],
    "keepdim is missing": [
      replace("powers.sum(1, { keepdim: true })", "powers.sum(1)"),
      wrongColumn,
    ],
    "the power is missing": [
      body("return x.div(x.sum(1, { keepdim: true }));"),
      "You divided the scores by their sum. Take e to the power of each score first: .exp().",
    ],
    "the division is missing": [
      body("return x.exp();"),
      "These are the powers. Divide them by the sum of their row, so that they add up to 1.",
    ],
    "the largest score is not subtracted": [
      replace("x.sub(largest).exp()", "x.exp()"),
      "e to the power 1000 is Infinity, and Infinity / Infinity is NaN. Subtract each row's largest score before exp: the shares stay the same.",
    ],
    "the mean is subtracted": [
      replace("x.amax(1", "x.mean(1"),
      "The mean of 1000 and 0 is 500, and e to the power 500 is still Infinity. Only the largest score leaves nothing above 0.",
    ],
    "one largest score for all rows": [
      replace("x.amax(1, { keepdim: true })", "x.amax()"),
      "You subtracted the largest score of the whole table. In a row of small scores every power then becomes 0, and 0 / 0 is NaN. Use amax(1, { keepdim: true }).",
    ],
    "for two classes": body(
      "const second = x.narrow(1, 1, 1).sub(x.narrow(1, 0, 1)).sigmoid();\nreturn cat([second.neg().add(1), second], 1);",
    ),
    "the library's own": body("return x.softmax(1);"),
    "the library's own, as a function": body("return nn.functional.softmax(x, 1);"),
    "the library's own, as a layer": body("return new nn.Softmax(1).call(x);"),
    "by the library's logarithms": body("return x.logSoftmax(1).exp();"),
  },
  standard: { keepdim: wrongColumn },
  alternatives: {
    logarithms: [
      "return x.sub(x.logsumexp(1, { keepdim: true })).exp();",
      "It divides before e to the power is taken: there it is a difference.",
    ],
    columns: [
      "const turned = x.t();\nconst powers = turned.sub(turned.amax(0)).exp();\nreturn powers.div(powers.sum(0)).t();",
      "Of the turned table rows line up by themselves, so no keepdim is needed.",
    ],
  },
});
