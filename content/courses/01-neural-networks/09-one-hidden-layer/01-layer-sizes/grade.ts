import { defineGrade, property, value } from "@gradus/exercise";
import { zeros } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for the flower",
    of: "layerSizes",
    cases: [{ args: () => [zeros([400, 2]), zeros([400, 1]), 4] }],
    misconceptions: [
      {
        name: "examples for inputs",
        explanation:
          "You took the numbers of rows. Rows are examples, and the network does not grow with them. What it reads and answers for one example stands in the columns.",
        answer: (X, Y, hidden) => ({ inputs: X.size(0), hidden, outputs: Y.size(0) }),
      },
      {
        name: "inputs and outputs swapped",
        explanation:
          "The inputs are the columns of X, the outputs the columns of Y. Yours are swapped.",
        answer: (X, Y, hidden) => ({ inputs: Y.size(1), hidden, outputs: X.size(1) }),
      },
    ],
  }),
  property({
    name: "holds for any data",
    of: "layerSizes",
    args: (random) => {
      const m = random.int(1, 9);
      return [zeros([m, random.int(1, 9)]), zeros([m, random.int(1, 5)]), random.int(1, 20)];
    },
    misconceptions: [
      {
        name: "always one output",
        explanation: "You return 1 for the outputs. Count the columns of Y.",
        answer: (X, _Y, hidden) => ({ inputs: X.size(1), hidden, outputs: 1 }),
      },
      {
        name: "always four hidden units",
        explanation: "You return 4 hidden units. Hand on the number that came in.",
        answer: (X, Y) => ({ inputs: X.size(1), hidden: 4, outputs: Y.size(1) }),
      },
    ],
  }),
]);
