import { body, defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "basicSigmoid",
  example: [
    ["is about 0.88 at 2", () => [2], 0.8807970779778823],
    ["is 1 far above 0", () => [1000], 1],
    ["is 0 far below 0", () => [-1000], 0],
  ],
  any: (r) => [16 * r() - 8],
  // A plain number has no sizes, and its ends are among the examples.
  edges: [],
  pure: false,
  mistakes: {
    "the sign is lost": [
      replace("-z", "-Math.abs(z)"),
      "Below 0 your answer is above one half. A negative number says no, so its sigmoid is below one half.",
    ],
    "brackets around the lower part": [
      replace("(1 + Math.exp(-z))", "1 + Math.exp(-z)"),
      "This is 1 + e^-z, the lower part alone. 1 / 1 + x means (1 / 1) + x in code: put brackets around all that 1 is divided by.",
    ],
    "the minus is missing": [
      replace("-z", "z"),
      "Your curve runs the wrong way: it falls where it should rise. The power is minus z.",
    ],
    "the 1 below is missing": [
      replace("(1 + Math.exp(-z))", "Math.exp(-z)"),
      "Without the 1 below, your answer is just e to the power z and has no upper end. Adding 1 keeps it below 1.",
    ],
    "infinity divided by infinity": [
      body("return Math.exp(z) / (1 + Math.exp(z));"),
      "e to the power 1000 is too large for a computer's number and becomes Infinity. Infinity / Infinity is NaN. With e to the power minus z only the lower part grows, and 1 / Infinity is 0.",
    ],
    "a text": [
      body("return (1 / (1 + Math.exp(-z))).toFixed(4);"),
      "toFixed makes a text of the number. Hand the number itself out, with all its digits.",
    ],
  },
  alternatives: {
    tanh: ["return (1 + Math.tanh(z / 2)) / 2;", "The tanh curve, squeezed and moved up."],
    "two sides": [
      "const small = Math.exp(-Math.abs(z));\nreturn z >= 0 ? 1 / (1 + small) : small / (1 + small);",
      "The power is never larger than 1, so nothing overflows on either side.",
    ],
  },
});
