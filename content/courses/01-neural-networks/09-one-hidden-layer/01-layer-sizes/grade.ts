import { defineExercise, replace } from "@gradus/exercise";
import { zeros } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "layerSizes",
  example: ["is right for the flower", () => [zeros([400, 2]), zeros([400, 1]), 4]],
  any: (r) => {
    const m = r.int(1, 9);
    return [zeros([m, r.int(1, 9)]), zeros([m, r.int(1, 5)]), r.int(1, 20)];
  },
  mistakes: {
    "always four hidden units": [
      replace("1), hidden", "1), hidden: 4"),
      "You return 4 hidden units. Hand on the number that came in.",
    ],
    "always one output": [
      replace("Y.size(1)", "1"),
      "You return 1 for the outputs. Count the columns of Y.",
    ],
    "examples for inputs": [
      replace("1), hidden, outputs: Y.size(1", "0), hidden, outputs: Y.size(0"),
      "You took the numbers of rows. Rows are examples, and the network does not grow with them. What it reads and answers for one example stands in the columns.",
    ],
    "inputs and outputs swapped": [
      replace("X.size(1), hidden, outputs: Y", "Y.size(1), hidden, outputs: X"),
      "The inputs are the columns of X, the outputs the columns of Y. Yours are swapped.",
    ],
  },
  alternatives: {
    shape: [
      replace(
        "X.size(1), hidden, outputs: Y.size(1)",
        "X.shape[1] as number, hidden, outputs: Y.shape.at(-1) as number",
      ),
      "It reads the numbers off the shapes instead of asking for a side's size.",
    ],
  },
});
