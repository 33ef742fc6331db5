import { defineExercise, replace, value } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "costs the square of the error",
      of: "forward1d",
      cases: [
        { args: () => [-1.5, 4, 2] },
        { args: () => [3, 2, 1.5] },
        { args: () => [0.5, 1, 2] },
      ],
    }),
    value({
      name: "has the right slope",
      of: "backward1d",
      cases: [
        { args: () => [4, 2, 1.5] },
        { args: () => [-1.5, 4, 2] },
        { args: () => [0.5, 1, 2] },
      ],
    }),
  ],
  mistakes: {
    "half of it": [
      replace("return (w * x - y) ** 2;", "return 0.5 * (w * x - y) ** 2;"),
      "You halved the cost. Some books do, so that the 2 goes away in the slope. Here it is the plain square.",
    ],
    "not squared": [
      replace("return (w * x - y) ** 2;", "return w * x - y;"),
      "This is the error, with its sign. The cost is its square.",
    ],
    "the size of the error": [
      replace("return (w * x - y) ** 2;", "return Math.abs(w * x - y);"),
      "You took the size of the error. The cost is its square.",
    ],
    "without the inner slope": [
      replace("2 * (w * x - y) * x", "2 * (w * x - y)"),
      "This is the slope by the answer. When w grows by 1, the answer grows by x: multiply by it.",
    ],
    "the 2 is missing": [
      replace("2 * (w * x - y) * x", "(w * x - y) * x"),
      "You left out the 2 of the square's slope.",
    ],
    "times the weight": [
      replace("2 * (w * x - y) * x", "2 * (w * x - y) * w"),
      "You multiplied by w. The answer is w·x, and its slope by w is x.",
    ],
    "the other sign": [
      replace("2 * (w * x - y) * x", "2 * (y - w * x) * x"),
      "The sign is the other way round. If the answer is too large and x positive, the cost grows with w.",
    ],
    "without the sign of the error": [
      replace("2 * (w * x - y) * x", "2 * Math.abs(w * x - y) * x"),
      "You took the size of the error. Its sign says in which direction the cost grows.",
    ],
    "times both": [
      replace("2 * (w * x - y) * x", "2 * (w * x - y) * w * x"),
      "You multiplied by w and by x. The answer is w·x, and its slope by w is x alone.",
    ],
    "the cost is squared again": [
      replace("2 * (w * x - y) * x", "2 * (w * x - y) ** 2 * x"),
      "You took the cost where the error belongs. The slope of a square is twice what is squared.",
    ],
  },
  alternatives: {
    "multiplied out": [
      replace("2 * (w * x - y) * x", "2 * w * x * x - 2 * x * y"),
      "It multiplies the square out and takes the slope of each part.",
    ],
    "a product": [
      replace("return (w * x - y) ** 2;", "const error = w * x - y;\n  return error * error;"),
      "It gives the error a name and multiplies it by itself.",
    ],
  },
});
