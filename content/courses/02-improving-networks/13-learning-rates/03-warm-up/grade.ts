import { defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "warmUp",
  example: [
    ["rises in equal parts", () => [0.8, 1, 4], 0.4],
    ["stays at lr", () => [0.8, 17, 4], 0.8],
  ],
  any: (random) => [0.01 + 2 * random(), random.int(0, 40), random.int(1, 20)],
  edges: ["one", "equal"],
  pure: false,
  standard: { axis: false },
  mistakes: {
    "begins at 0": [
      replace("(step + 1) / warmSteps", "step / warmSteps"),
      "Your first step has a rate of 0 and changes nothing. Step 0 is the first of warmSteps parts.",
    ],
    "it goes on rising": [
      replace("Math.min(1, (step + 1) / warmSteps)", "((step + 1) / warmSteps)"),
      "The rate goes on rising after the warm-up. From then on it is lr.",
    ],
    "up to 1": [
      replace(
        "lr * Math.min(1, (step + 1) / warmSteps)",
        "Math.min(1, (lr * (step + 1)) / warmSteps)",
      ),
      "Your rate stops at 1. It stops at lr: it is the share that is at most 1.",
    ],
    "the larger of the two": [
      replace("Math.min", "Math.max"),
      "Math.max takes the larger of the two, so the warm-up is left out and it rises later. Take the smaller one.",
    ],
    "one step beyond": [
      replace(
        "return lr * Math.min(1, (step + 1) / warmSteps);",
        "return step <= warmSteps ? (lr * (step + 1)) / warmSteps : lr;",
      ),
      "In the first step after the warm-up your rate is above lr. The warm-up ends with step warmSteps − 1.",
    ],
    "begins at 0, ends in time": [
      replace("(step + 1) / warmSteps", "step / (warmSteps - 1)"),
      "Your first step has a rate of 0. There are warmSteps equal parts, and step 0 has the first of them.",
    ],
    "one step too long": [
      replace("(step + 1) / warmSteps", "(step + 1) / (warmSteps + 1)"),
      "Your warm-up takes one step more: its last step has to have the whole lr.",
    ],
  },
  alternatives: {
    "two cases": [
      replace(
        "return lr * Math.min(1, (step + 1) / warmSteps);",
        "if (step >= warmSteps) return lr;\n  return (lr * (step + 1)) / warmSteps;",
      ),
      "It tells the two phases apart by an if.",
    ],
  },
});
