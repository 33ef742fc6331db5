import { body, defineExercise, replace } from "@gradus/exercise";

const correction = "v / (1 - beta ** (i + 1))";

export default defineExercise<typeof import("./solution.ts")>({
  of: "correctedAverage",
  example: ["is right for four values", () => [[5, 9, 4, 12], 0.8]],
  any: (random) => [random.numbers(random.int(1, 12), -20, 20), random.pick([0, 0.3, 0.9, 0.99])],
  mistakes: {
    "t from 0": [
      replace("(i + 1)", "i"),
      "You count from 0: then 1 − β⁰ is 0 and you divide by nothing. The first value has t = 1.",
    ],
    "t from 2": [
      replace("(i + 1)", "(i + 2)"),
      "Your t is one too large, so the first average is not the first value. The first value has t = 1.",
    ],
    multiplied: [
      replace("v / (1 - beta ** (i + 1))", "v * (1 - beta ** (i + 1))"),
      "You multiplied, so the start is even smaller. The weights add up to too little: divide by what they add up to.",
    ],
    "always 1 − β": [
      replace("beta ** (i + 1)", "beta"),
      "You divide by 1 − β each time. That is right for the first value only: later the weights add up to 1 − βᵗ.",
    ],
    "β times t": [
      replace("beta ** (i + 1)", "beta * (i + 1)"),
      "You took β times t. It is β to the power t, which gets smaller and smaller.",
    ],
    "the other share to the power": [
      replace("1 - beta ** (i + 1)", "1 - (1 - beta) ** (i + 1)"),
      "You took 1 − β to the power t. What is left of the start at 0 is β to the power t.",
    ],
    "the corrected one goes on": [
      body(
        "let v = 0;\n  return values.map((x, i) => {\n    v = (beta * v + (1 - beta) * x) / (1 - beta ** (i + 1));\n    return v;\n  });",
      ),
      "You put the corrected average into the next step, so it is corrected again and again. Keep the plain one, and correct what you write down.",
    ],
    "no correction": [
      replace(correction, "v"),
      "These are the plain averages. Divide each by 1 − βᵗ.",
    ],
    "one t for all": [
      replace("beta ** (i + 1)", "beta ** values.length"),
      "You divide all of them by 1 − β to the power of how many values there are. Each average has its own t: how many values are in it.",
    ],
    "1 − β to the power t": [
      replace("1 - beta ** (i + 1)", "(1 - beta) ** (i + 1)"),
      "You took the power of 1 − β. Take β to the power t first, and that from 1.",
    ],
    "^ for a power": [
      replace("1 - beta ** (i + 1)", "(1 - beta) ^ (i + 1)"),
      "In TypeScript ^ is no power: it compares bits of whole numbers. A power is written **.",
    ],
    "divided by what is left of the start": [
      replace("v / (1 - beta ** (i + 1))", "v / beta ** (i + 1)"),
      "You divided by βᵗ: that is the share of the start at 0. What the values' weights add up to is 1 − βᵗ.",
    ],
    subtracted: [
      replace("v / (1 - beta ** (i + 1))", "v - beta ** (i + 1)"),
      "You subtracted βᵗ. The average is too small by a factor, so divide.",
    ],
    "the values corrected": [
      replace(
        "movingAverage(values, beta).map((v, i) => v / (1 - beta ** (i + 1)))",
        "movingAverage(\n    values.map((x, i) => x / (1 - beta ** (i + 1))),\n    beta,\n  )",
      ),
      "You corrected each value before it was averaged. Average the values as they are, and correct the averages.",
    ],
    "only the first": [
      replace("v / (1 - beta ** (i + 1))", "(i === 0 ? v / (1 - beta) : v)"),
      "Only the first average is corrected. The weights add up to 1 − βᵗ, which is below 1 for a while.",
    ],
    "the shares swapped": [
      replace("movingAverage(values, beta)", "movingAverage(values, 1 - beta)"),
      "You called movingAverage with 1 − β. It takes β.",
    ],
  },
  alternatives: {
    "the weights go along": [
      body(
        "let [v, weights] = [0, 0];\n  return values.map((x) => {\n    v = beta * v + (1 - beta) * x;\n    weights = beta * weights + (1 - beta);\n    return v / weights;\n  });",
      ),
      "It averages a list of ones beside the values. That average is what the weights add up to.",
    ],
    "a share that shrinks": [
      body(
        "let mean = 0;\n  return values.map((x, i) => {\n    mean += ((x - mean) * (1 - beta)) / (1 - beta ** (i + 1));\n    return mean;\n  });",
      ),
      "It moves the corrected average towards each value by a share that begins at 1 and ends at 1 − β.",
    ],
  },
});
