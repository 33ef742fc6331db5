import { body, defineExercise, property, type, value } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    type({
      name: "returns a plain number",
      of: "basicSigmoid",
      is: "number",
      args: () => [2],
    }),
    value({
      name: "is 0.5 at 0 and about 0.88 at 2",
      of: "basicSigmoid",
      cases: [
        { name: "at 2", args: () => [2], expected: 0.8807970779778823 },
        { name: "at 0", args: () => [0], expected: 0.5 },
      ],
    }),
    property({
      name: "holds for any number",
      of: "basicSigmoid",
      args: (random) => [random() * 16 - 8],
    }),
    value({
      name: "stays a number far from 0",
      of: "basicSigmoid",
      cases: [
        { name: "at 1000", args: () => [1000], expected: 1 },
        { name: "at -1000", args: () => [-1000], expected: 0 },
      ],
    }),
  ],
  mistakes: {
    "the sign is lost": [
      body("return 1 / (1 + Math.exp(-Math.abs(z)));"),
      "Below 0 your answer is above one half. A negative number says no, so its sigmoid is below one half.",
    ],
    "brackets around the lower part": [
      body("return 1 / 1 + Math.exp(-z);"),
      "1 / 1 + x means (1 / 1) + x in code. Put brackets around all that 1 is divided by.",
    ],
    "the minus is missing": [
      body("return 1 / (1 + Math.exp(z));"),
      "Your curve runs the wrong way: it falls where it should rise. The power is minus z.",
    ],
    "the 1 below is missing": [
      body("return 1 / Math.exp(-z);"),
      "Without the 1 below, your answer is just e to the power z and has no upper end. Adding 1 keeps it below 1.",
    ],
    "infinity divided by infinity": [
      body("return Math.exp(z) / (1 + Math.exp(z));"),
      "e to the power 1000 is too large for a computer's number and becomes Infinity. Infinity / Infinity is NaN. With e to the power minus z only the lower part grows, and 1 / Infinity is 0.",
    ],
    text: body("return (1 / (1 + Math.exp(-z))).toFixed(4);"),
  },
  alternatives: {
    tanh: body("return (1 + Math.tanh(z / 2)) / 2;"),
    "two sides": body(`
  const small = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + small) : small / (1 + small);`),
  },
});
