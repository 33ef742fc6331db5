import { body, defineExercise, type Random, replace } from "@gradus/exercise";
import type { Box } from "./solution.ts";

const box = (random: Random<never>): Box => {
  const [x, y] = [random.int(0, 8), random.int(0, 8)];
  return [x, y, x + random.int(1, 9), y + random.int(1, 9)];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "iou",
  example: [
    [
      "is right for two boxes that overlap",
      () => [
        [3, 2, 10, 8],
        [1, 1, 6, 5],
      ],
    ],
    [
      "is 0 for boxes that lie apart",
      () => [
        [0, 0, 3, 3],
        [5, 7, 9, 8],
      ],
      0,
    ],
    [
      "is 0 beside one another in the same rows",
      () => [
        [1, 4, 4, 9],
        [6, 5, 8, 11],
      ],
      0,
    ],
  ],
  any: (random) => [box(random), box(random)],
  runs: 60,
  mistakes: {
    "negative sides multiplied": [
      replace(
        "Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]))",
        "Math.min(a[2], b[2]) - Math.max(a[0], b[0])",
      ),
      replace(
        "Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]))",
        "Math.min(a[3], b[3]) - Math.max(a[1], b[1])",
      ),
      "Where boxes lie apart in both directions, width and height are both negative and their product is not. Let neither be less than 0.",
    ],
    "clamped after the product": [
      body(
        "const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);\n  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);\n  const shared = Math.max(0, width * height);\n  const areaA = (a[2] - a[0]) * (a[3] - a[1]);\n  const areaB = (b[2] - b[0]) * (b[3] - b[1]);\n  return shared / (areaA + areaB - shared);",
      ),
      "You let the product be at least 0, but minus times minus is plus. Let width and height each be at least 0 before you multiply.",
    ],
    "the shared part counts twice": [
      replace("areaA + areaB - shared", "areaA + areaB"),
      "You divide by the sum of the areas. What both share is in it twice: take it off once.",
    ],
    "divided by the smaller box": [
      replace("areaA + areaB - shared", "Math.min(areaA, areaB)"),
      "You divide by the smaller area, so a small box inside a large one gets 1. Divide by what both cover together.",
    ],
    "divided by the first box": [
      replace("areaA + areaB - shared", "areaA"),
      "You divide by the area of the first box, so the answer depends on which one comes first. Divide by what both cover together.",
    ],
    "the box around both": [
      replace(
        "areaA + areaB - shared",
        "(Math.max(a[2], b[2]) - Math.min(a[0], b[0])) * (Math.max(a[3], b[3]) - Math.min(a[1], b[1]))",
      ),
      "You divide by a box that holds both. Its corners belong to neither of them: take both areas minus what is shared.",
    ],
    "a width for the second corner": [
      replace("(a[2] - a[0]) * (a[3] - a[1])", "a[2] * a[3]"),
      replace("(b[2] - b[0]) * (b[3] - b[1])", "b[2] * b[3]"),
      "You read the last two numbers as width and height. They are a corner: the width is x2 − x1.",
    ],
    "pixels counted at both ends": [
      replace("(a[2] - a[0]) * (a[3] - a[1])", "(a[2] - a[0] + 1) * (a[3] - a[1] + 1)"),
      replace("(b[2] - b[0]) * (b[3] - b[1])", "(b[2] - b[0] + 1) * (b[3] - b[1] + 1)"),
      "You add 1 to each side, as if the last pixel belonged to the box. Here x2 is where it ends: the width is x2 − x1.",
    ],
    "the outer sides": [
      replace(
        "Math.min(a[2], b[2]) - Math.max(a[0], b[0])",
        "Math.max(a[2], b[2]) - Math.min(a[0], b[0])",
      ),
      replace(
        "Math.min(a[3], b[3]) - Math.max(a[1], b[1])",
        "Math.max(a[3], b[3]) - Math.min(a[1], b[1])",
      ),
      "Your rectangle is the one around both boxes. What they share begins at the larger of the left sides and ends at the smaller of the right ones.",
    ],
    "the intersection alone": [
      replace("shared / union", "shared"),
      "This is the shared area. Divide it by what both cover together.",
    ],
  },
  alternatives: {
    "apart or not": [
      replace(
        "  const shared = width * height;",
        "  if (width === 0 || height === 0) return 0;\n  const shared = width * height;",
      ),
      "It answers at once where nothing is shared.",
    ],
  },
});
