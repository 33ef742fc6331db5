import { defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "bestEpoch",
  example: [
    ["keeps the best one that was seen", () => [[5, 3, 4, 4.5, 2, 6, 7, 8, 9, 1], 3]],
    ["is not deceived by a cost that only falls again", () => [[6, 3, 5, 4, 4.5, 1], 3]],
    ["runs to the end where it keeps getting better", () => [[4, 3, 2.5, 2.6], 3]],
    ["does not take an equal cost for a better one", () => [[4, 2, 2, 3, 3, 1], 3]],
  ],
  any: (random) => [
    Array.from({ length: random.int(1, 12) }, () => random.int(1, 9) / 2),
    random.int(1, 4),
  ],
  edges: [],
  mistakes: {
    "the best of all": [
      replace(" else if (epoch - best >= patience) return { best, stopped: epoch };", ""),
      "You never stop: you look for the lowest cost of the whole list. After `patience` epochs that were no better, the rest is never run.",
    ],
    "one too early": [
      replace("epoch - best >= patience", "epoch - best >= patience - 1"),
      "You stop one epoch too early. With a patience of 2, two epochs in a row may be no better; the second of them is the last.",
    ],
    "one too late": [
      replace("epoch - best >= patience", "epoch - best > patience"),
      "You stop one epoch too late: when the patience is used up, it ends, and not an epoch later.",
    ],
    "compared with the one before": [
      replace(
        "    if (cost < lowest) {",
        "    if (epoch === 0 || cost < (costs[epoch - 1] as number)) {",
      ),
      "You compare with the epoch before. Going up by 2 and down by 1 is no success: compare with the lowest so far.",
    ],
    "patience with the one before": [
      replace("let lowest = Infinity;", "let lowest = Infinity;\n  let waited = 0;"),
      replace(
        "    if (cost < lowest) {",
        "    waited = epoch === 0 || cost < (costs[epoch - 1] as number) ? 0 : waited + 1;\n    if (cost < lowest) {",
      ),
      replace("} else if (epoch - best >= patience)", "} else if (waited >= patience)"),
      "Your patience starts anew whenever a cost is below the one before. Only a cost below the lowest so far gives it back.",
    ],
    "patience is not given back": [
      replace("let lowest = Infinity;", "let lowest = Infinity;\n  let waited = 0;"),
      replace("} else if (epoch - best >= patience)", "} else if (++waited >= patience)"),
      "You count all epochs that were no better, together. After a better one the count starts anew: in a row is meant.",
    ],
    "as low is good enough": [
      replace("cost < lowest", "cost <= lowest"),
      "A cost that is only as low counts as better with you. Then a flat curve goes on for ever.",
    ],
    "stops at the first that is no better": [
      replace("epoch - best >= patience", "epoch > 0"),
      "You stop at the first epoch that is no better, whatever the patience. Curves tremble: wait for `patience` of them in a row.",
    ],
    "the cost instead of the epoch": [
      replace("return { best, stopped: epoch };", "return { best: lowest, stopped: epoch };"),
      replace(
        "return { best, stopped: costs.length - 1 };",
        "return { best: lowest, stopped: costs.length - 1 };",
      ),
      "You give the lowest cost. Asked is the number of its epoch.",
    ],
    "keeps the last": [
      replace("return { best, stopped: epoch };", "return { best: epoch, stopped: epoch };"),
      "You keep the epoch at which it stopped. That one is already worse: keep the best one.",
    ],
    "the highest": [
      replace("let lowest = Infinity;", "let lowest = -Infinity;"),
      replace("cost < lowest", "cost > lowest"),
      "You keep the highest number. These are costs: the lowest is the best.",
    ],
    "counted from 1": [
      replace("return { best, stopped: epoch };", "return { best: best + 1, stopped: epoch + 1 };"),
      replace(
        "return { best, stopped: costs.length - 1 };",
        "return { best: best + 1, stopped: costs.length };",
      ),
      "You count epochs from 1. Here the first is 0.",
    ],
    "the number of epochs": [
      replace("stopped: costs.length - 1 }", "stopped: costs.length }"),
      "Where it never stops early you give the number of epochs. The last epoch of five is number 4.",
    ],
    "stops at the best": [
      replace("return { best, stopped: epoch };", "return { best, stopped: best };"),
      "You say it stopped at the best epoch. One only knows that it was the best after having waited.",
    ],
  },
  alternatives: {
    "counts the bad ones": [
      replace("let lowest = Infinity;", "let lowest = Infinity;\n  let waited = 0;"),
      replace("      lowest = cost;", "      lowest = cost;\n      waited = 0;"),
      replace("} else if (epoch - best >= patience)", "} else if (++waited >= patience)"),
      "It counts the epochs that were no better, and starts anew after a better one.",
    ],
  },
});
