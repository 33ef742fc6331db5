import { defineExercise, every, property, replace, value } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "sees a high bias, and a high variance",
      of: "diagnose",
      cases: [
        { name: "bias", args: () => [0.01, 0.15, 0.16, 0.02] },
        { name: "variance", args: () => [0.01, 0.02, 0.11, 0.02] },
      ],
    }),
    value({
      name: "sees both, and neither",
      of: "diagnose",
      cases: [
        { name: "both", args: () => [0, 0.15, 0.3, 0.05] },
        { name: "neither", args: () => [0.01, 0.015, 0.02, 0.02] },
      ],
    }),
    value({
      name: "does not mind a gap of exactly the tolerance",
      of: "diagnose",
      cases: [{ args: () => [0.25, 0.5, 0.75, 0.25] }],
    }),
    property({
      name: "holds for any errors",
      of: "diagnose",
      args: (random) => {
        const [base, train, dev] = random.numbers(3, 0, 0.4) as [number, number, number];
        return [base, train, dev, random.pick([0.01, 0.05, 0.1])];
      },
    }),
  ],
  mistakes: {
    "the training error is the bias": [
      replace("const bias = trainError - baseError", "const bias = trainError"),
      "You took the whole training error as bias. What nobody can avoid, the base error, is not the network's fault.",
    ],
    "the dev error from the base": [
      replace("const variance = devError - trainError", "const variance = devError - baseError"),
      "You measured the variance from the base error. Then the bias counts twice. It is the gap between dev and training.",
    ],
    "signs turned": [
      replace("trainError - baseError", "baseError - trainError"),
      replace("devError - trainError", "trainError - devError"),
      "Your gaps are negative. The larger error comes first: training minus base, dev minus training.",
    ],
    "gaps without a sign": [
      replace(
        "const variance = devError - trainError",
        "const variance = Math.abs(devError - trainError)",
      ),
      "You took the size of the gap. If the dev error is lower than the training error, that is luck or an easier set, and no variance.",
    ],
    "both gaps without a sign": [
      replace(
        "const bias = trainError - baseError",
        "const bias = Math.abs(trainError - baseError)",
      ),
      replace(
        "const variance = devError - trainError",
        "const variance = Math.abs(devError - trainError)",
      ),
      "You took the sizes of the gaps. An error that is below the one before it is luck or an easier set: its gap is negative, and nothing to mend.",
    ],
    "only the larger gap": [
      replace('biased ? (varies ? "both" : "bias")', 'biased && bias > variance ? "bias"'),
      "You name only the larger gap. Each is compared with the tolerance on its own, and both may be too large.",
    ],
    "only one of them": [
      replace('biased ? (varies ? "both" : "bias")', 'biased ? "bias"'),
      "You stop at the bias. A network can have both, as C in the lesson.",
    ],
    "bias and variance swapped": [
      replace(
        '(varies ? "both" : "bias") : varies ? "variance"',
        '(varies ? "both" : "variance") : varies ? "bias"',
      ),
      "The two words have changed places. A high training error is bias; a dev error far above it is variance.",
    ],
    "exactly the tolerance is too much": [
      every("> tolerance", ">= tolerance"),
      "A gap of exactly the tolerance is one that you do not mind. Ask for more than it.",
    ],
  },
  alternatives: {
    "a list of words": [
      replace(
        'const verdict = biased ? (varies ? "both" : "bias") : varies ? "variance" : "fine";',
        'const index = Number(biased) + 2 * Number(varies);\n  const verdict = (["fine", "bias", "variance", "both"] as const)[index] ?? "fine";',
      ),
      "It counts the four cases with two bits.",
    ],
  },
});
