import { defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "outputSize",
  example: [
    ["is 4 for six numbers and windows of three", () => [6, 3, 1, 0], 4],
    ["keeps 28 with a border of 2 and windows of five", () => [28, 5, 1, 2], 28],
    ["leaves out a rest that is too short", () => [8, 3, 2, 0], 3],
  ],
  any: (r) => {
    const f = r.int(1, 5);
    return [r.int(f, 30), f, r.int(1, 4), r.int(0, 3)];
  },
  pure: false,
  mistakes: {
    "one side only": [
      replace("n + 2 * pad", "n + pad"),
      "You added the padding once. There are zeros on both sides, so the row grows by 2 · pad.",
    ],
    "the padding is left out": [
      replace("n + 2 * pad", "n"),
      "The padding is left out: the row is n + 2 · pad long.",
    ],
    "the stride is left out": [
      replace("(length - f) / stride", "length - f"),
      "The stride is left out. The window moves on by stride, so fewer of them fit.",
    ],
    "the first window is forgotten": [
      replace(" + 1;", ";"),
      "You counted the moves. There is one window more than moves: the first, before anything moves.",
    ],
    "rounded up": [
      replace("Math.floor", "Math.ceil"),
      "You rounded up. The rest at the end is too short for a whole window, so it is left out: round down.",
    ],
    "not rounded": [
      replace("Math.floor((length - f) / stride)", "(length - f) / stride"),
      "The result is not rounded. A part of a window is none: round down.",
    ],
    "divided first": [
      replace("Math.floor((length - f) / stride)", "Math.floor(length / stride) - f"),
      "You divided by the stride before the window was taken off. Take off f first, then count strides.",
    ],
    "rounded to the nearest": replace("Math.floor", "Math.round"),
  },
  alternatives: {
    counting: [
      replace(
        "return Math.floor((length - f) / stride) + 1;",
        "let count = 0;\n  for (let start = 0; start + f <= length; start += stride) count++;\n  return count;",
      ),
      "It lays the windows down one after the other and counts them.",
    ],
    "without floor": [
      replace(
        "Math.floor((length - f) / stride) + 1",
        "(length - f - ((length - f) % stride)) / stride + 1",
      ),
      "It takes the rest off before dividing.",
    ],
  },
});
