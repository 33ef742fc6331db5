import { body, defineExercise, replace } from "@gradus/exercise";

const update = "v = beta * v + (1 - beta) * x;";

export default defineExercise<typeof import("./solution.ts")>({
  of: "movingAverage",
  example: ["is right for six values", () => [[5, 9, 4, 12, 7, 2], 0.75]],
  any: (random) => [random.numbers(random.int(1, 12), -20, 20), random.pick([0, 0.3, 0.9, 0.99])],
  mistakes: {
    "the two shares swapped": [
      replace(update, "v = (1 - beta) * v + beta * x;"),
      "β goes with the new value in your average, and 1 − β with the old one. It is the other way round: with β = 0.9 the old average counts nine tenths.",
    ],
    "begins with the first value": [
      replace("let v = 0;", "let v = values[0] ?? 0;"),
      "Your average starts at the first value. Here it starts at 0, and the next exercise makes up for that.",
    ],
    "1 − β is missing": [
      replace("(1 - beta) * x", "x"),
      "You added the whole new value. Then it is no average: the shares have to add up to 1, so the value gets 1 − β.",
    ],
    "the plain mean": [
      body(
        "let sum = 0;\n  return values.map((x, i) => {\n    sum += x;\n    return sum / (i + 1);\n  });",
      ),
      "This is the plain mean of all values so far. In it old values count as much as new ones, so it forgets nothing.",
    ],
    "one value late": [
      replace(update, "averages.push(v);"),
      replace("    averages.push(v);", "    v = beta * v + (1 - beta) * x;"),
      "You write the average down before the new value is in it. First average, then record.",
    ],
    "the last two values": [
      replace(update, "const next = (1 - beta) * x;\n    v = beta * last + next;\n    last = x;"),
      replace("let v = 0;", "let v = 0;\n  let last = 0;"),
      "You mix each value with the value before it. Mix it with the average before it: that holds all that came earlier.",
    ],
    "only the new share": [
      replace(update, "v = (1 - beta) * x;"),
      "The old average is gone: you keep 1 − β of the new value and nothing else. Add β times the old average.",
    ],
    "only the sum": [
      replace(update, "v = v + (1 - beta) * x;"),
      "The old average keeps its whole size, so it only grows. β times the old one is what forgets.",
    ],
    "corrected already": [
      body(
        "let v = 0;\n  return values.map((x, i) => {\n    v = beta * v + (1 - beta) * x;\n    return v / (1 - beta ** (i + 1));\n  });",
      ),
      "You corrected the start at 0. That is the next exercise: here the plain averages are asked for.",
    ],
    "a window": [
      body(
        "const reach = Math.round(1 / (1 - beta));\n  return values.map((_, i) => {\n    const last = values.slice(Math.max(0, i - reach + 1), i + 1);\n    return last.reduce((sum, x) => sum + x, 0) / last.length;\n  });",
      ),
      "This is the mean of the last 1/(1 − β) values, which all count the same and then drop out at once. Here old values fade.",
    ],
    "the start is in it": [
      body(
        "const averages = [0];\n  for (const x of values) averages.push(beta * (averages.at(-1) ?? 0) + (1 - beta) * x);\n  return averages;",
      ),
      "Your list begins with v₀ = 0. It is where the average starts, before any value: leave it out.",
    ],
    "the values themselves": [
      replace("averages.push(v);", "averages.push(x);"),
      "These are the values. Write down the average after each of them.",
    ],
    "β to the power t": [
      replace(update, "v = beta ** averages.length * v + (1 - beta) * x;"),
      "You took a power of β in the step. It is β itself each time: the powers come by themselves, as every step multiplies once more.",
    ],
    "always one half": [
      replace(update, "v = (v + x) / 2;"),
      "Your average always takes one half of each. The shares are β and 1 − β.",
    ],
  },
  alternatives: {
    "towards the value": [
      replace(update, "v += (1 - beta) * (x - v);"),
      "It moves the average a part of the way towards the new value. That is the same.",
    ],
    "all weights written out": [
      body(
        "return values.map((_, t) =>\n    values.slice(0, t + 1).reduce((sum, x, i) => sum + (1 - beta) * beta ** (t - i) * x, 0),\n  );",
      ),
      "It adds up all values with their weights, each time anew.",
    ],
  },
});
