import { defineExercise, replace, value } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "measures from the best of the people",
      of: "avoidableBias",
      cases: [
        { name: "three groups", args: () => [[0.05, 0.06, 0.01, 0.03], 0.055, 0.075, 0.002] },
        { name: "the same network, an easier job", args: () => [[0.08, 0.02], 0.04, 0.045, 0.002] },
        { name: "a group", args: () => [[0.02], 0.03, 0.09, 0.002] },
      ],
    }),
    value({
      name: "knows when the network is better than people",
      of: "avoidableBias",
      cases: [
        { name: "on new examples", args: () => [[0.12, 0.1], 0.06, 0.08, 0.001] },
        { name: "learned by heart", args: () => [[0.1, 0.14], 0, 0.16, 0.001] },
        { name: "dev is easier than training", args: () => [[0.2], 0.15, 0.11, 0.001] },
      ],
    }),
    value({
      name: "says both where the gaps are alike",
      of: "avoidableBias",
      cases: [
        { name: "as equal as such numbers get", args: () => [[0.01], 0.04, 0.07, 0.002] },
        { name: "just at the tolerance", args: () => [[0.25], 0.5, 0.875, 0.125] },
        { name: "a little more than it", args: () => [[0.25], 0.5, 0.875, 0.1] },
      ],
    }),
  ],
  mistakes: {
    "the mean of the people": [
      replace(
        "Math.min(...people, dev)",
        "Math.min(people.reduce((a, b) => a + b, 0) / people.length, dev)",
      ),
      "You take the people's mean. What is possible is shown by the best of them.",
    ],
    "the worst of the people": [
      replace("Math.min(...people, dev)", "Math.min(Math.max(...people), dev)"),
      "You take the largest of the people's errors. The base is the lowest.",
    ],
    "the first of the people": [
      replace("Math.min(...people, dev)", "Math.min(people[0] as number, dev)"),
      "You take the first of the people, whoever comes first. The base is the lowest of all.",
    ],
    "people alone": [
      replace("Math.min(...people, dev)", "Math.min(...people)"),
      "The network's dev error is missing in the base. Where it is below all people, it has shown that this is possible.",
    ],
    "what was learned by heart is possible": [
      replace("Math.min(...people, dev)", "Math.min(...people, training, dev)"),
      "The training error went into the base. It may be low because the examples were learned by heart, and says nothing about new ones.",
    ],
    "less than nothing": [
      replace("Math.max(0, training - base)", "training - base"),
      "Your avoidable bias is negative where the training error is below the base. Then nothing is known to be avoidable: 0.",
    ],
    "the size of the bias": [
      replace("Math.max(0, training - base)", "Math.abs(training - base)"),
      "A training error below the base counts as bias in your code. It is lower than what is known to be possible, so nothing is known to be avoidable: 0.",
    ],
    "no negative variance": [
      replace("dev - training;", "Math.max(0, dev - training);"),
      "Your variance is never below 0. If the dev set is easier than the training set it is, and that is worth knowing.",
    ],
    "all bias": [
      replace("Math.max(0, training - base)", "training"),
      "This is the whole training error. Only what it is above the base could be avoided.",
    ],
    "variance from the base": [
      replace("dev - training", "dev - base"),
      "Your variance begins at the base. It begins at the training error.",
    ],
    "nothing is alike": [
      replace("Math.abs(bias - variance) <= tolerance", "bias === variance"),
      "You ask for exactly equal gaps. Such differences are hardly ever exactly equal: 0.04 − 0.01 is not 0.07 − 0.04 to a computer. Use the tolerance.",
    ],
    "below the tolerance": replace(
      "Math.abs(bias - variance) <= tolerance",
      "Math.abs(bias - variance) < tolerance",
    ),
    "one side of the tolerance": [
      replace("Math.abs(bias - variance) <= tolerance", "bias - variance <= tolerance"),
      "A variance that is far larger than the bias also counts as alike in your code. Take the size of the difference.",
    ],
    "the smaller gap": [
      replace("bias > variance", "bias < variance"),
      "You name the smaller gap. The larger one is to be worked on.",
    ],
  },
  alternatives: {
    "sort the errors": [
      replace(
        "Math.min(...people, dev)",
        "[...people, dev].toSorted((a, b) => a - b)[0] as number",
      ),
      "It sorts all errors on new examples, and takes the first.",
    ],
  },
});
