import { defineExercise, replace } from "@gradus/exercise";

const cube = (w: number): number => w ** 3;
const wave = (w: number): number => Math.sin(3 * w) + w * w;

export default defineExercise<typeof import("./solution.ts")>({
  of: "gradientCheck",
  example: [
    ["is right for a cube", () => [cube, 10, 2, 0.25]],
    [
      "is right for a falling cost and a claim of the wrong sign",
      () => [(w) => wave(-w), 1.5, 0.25, 0.5],
    ],
    ["is 0 where both are 0", () => [(_w) => 4, 0, 1, 0.1]],
  ],
  any: (random) => [
    random.pick([cube, wave, Math.exp]),
    random() * 8 - 4,
    random() * 4 - 2,
    random.pick([0.01, 0.1, 0.5]),
  ],
  edges: [],
  mistakes: {
    "one side only": [
      replace(
        "(cost(w + epsilon) - cost(w - epsilon)) / (2 * epsilon)",
        "(cost(w + epsilon) - cost(w)) / epsilon",
      ),
      "You went to one side only. Its error shrinks as fast as ε; with both sides it shrinks as fast as ε².",
    ],
    "to the left only": [
      replace(
        "(cost(w + epsilon) - cost(w - epsilon)) / (2 * epsilon)",
        "(cost(w) - cost(w - epsilon)) / epsilon",
      ),
      "You went to the left side only. Its error shrinks as fast as ε; with both sides it shrinks as fast as ε².",
    ],
    "sizes not taken": [
      replace("Math.abs(slope) + Math.abs(measured)", "slope + measured"),
      "You added the slopes with their signs. For slopes of opposite signs that is near 0: take each size first.",
    ],
    "the 2 is missing": [
      replace("(2 * epsilon)", "epsilon"),
      "Your measured slope is twice as large: from w − ε to w + ε it is 2ε.",
    ],
    "brackets are missing": [
      replace("/ (2 * epsilon)", "/ 2 * epsilon"),
      "`/ 2 * epsilon` divides by 2 and then multiplies by ε. Put brackets around 2 * epsilon.",
    ],
    "not divided at all": [
      replace(" / (2 * epsilon)", ""),
      "This is how much the cost grows, and not how steep it is. Divide by how far w went.",
    ],
    "the plain difference": [
      replace("Math.abs(slope - measured) / size", "Math.abs(slope - measured)"),
      "This is the plain difference. 0.01 is much for a slope of 0.02 and nothing for one of 5,000: divide by the two sizes.",
    ],
    "with its sign": [
      replace("Math.abs(slope - measured) / size", "(slope - measured) / size"),
      "Your answer can be negative. Take the size of the difference.",
    ],
    "sizes after the sum": [
      replace("Math.abs(slope) + Math.abs(measured)", "Math.abs(slope + measured)"),
      "You added the slopes and then took the size. For slopes of opposite signs that is near 0, and they are the worst case: take each size first.",
    ],
    "by the measured one alone": [
      replace("Math.abs(slope) + Math.abs(measured)", "Math.abs(measured)"),
      "You divided by the measured slope alone. Then it matters which of the two is the larger one.",
    ],
    "by the claimed one alone": [
      replace("Math.abs(slope) + Math.abs(measured)", "Math.abs(slope)"),
      "You divided by the claimed slope alone. A claim of 0 would then divide by 0.",
    ],
    "0 by 0": [
      replace("size === 0 ? 0 : ", ""),
      "Where both slopes are 0 you divide 0 by 0. They agree, so the answer is 0.",
    ],
    "true or false": [
      replace(
        "size === 0 ? 0 : Math.abs(slope - measured) / size",
        "Number(size === 0 || Math.abs(slope - measured) / size < 1e-5)",
      ),
      "You judged. Give the number itself: how large is too large depends on ε and on who asks.",
    ],
    "the measured slope": [
      replace("size === 0 ? 0 : Math.abs(slope - measured) / size", "measured"),
      "This is the measured slope. Hold it against the claimed one.",
    ],
  },
  alternatives: {
    "halves of epsilon": [
      replace(
        "(cost(w + epsilon) - cost(w - epsilon)) / (2 * epsilon)",
        "(0.5 * (cost(w + epsilon) - cost(w - epsilon))) / epsilon",
      ),
      "It halves the difference instead of doubling epsilon.",
    ],
    "or 1": [
      replace(
        "size === 0 ? 0 : Math.abs(slope - measured) / size",
        "Math.abs(slope - measured) / (size || 1)",
      ),
      "Where the size is 0 it divides by 1.",
    ],
  },
});
