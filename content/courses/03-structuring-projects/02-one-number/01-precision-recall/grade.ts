import { defineExercise, replace } from "@gradus/exercise";
import { tensor, zeros } from "gradus";

const column = (...v: readonly number[]) => tensor(v.map((x) => [x]));

export default defineExercise<typeof import("./solution.ts")>({
  of: "precisionRecall",
  example: [
    ["is right for five rows", () => [column(1, 1, 0, 0, 1), column(1, 0, 1, 1, 1)]],
    ["is 0 where there is nothing to count", () => [zeros([3, 1]), zeros([3, 1])]],
  ],
  any: (random) => {
    const m = random.int(1, 9);
    return [random.bits([m, 1]), random.bits([m, 1])];
  },
  mistakes: {
    "the two swapped": [
      replace("hits.div(predictions.sum().clamp(1))", "hits.div(truth.sum().clamp(1))"),
      replace(
        "const recall = hits.div(truth.sum().clamp(1))",
        "const recall = hits.div(predictions.sum().clamp(1))",
      ),
      "Precision and recall have changed places. Precision looks at what you said, so it divides by how often you said 1.",
    ],
    "both by what was said": [
      replace(
        "const recall = hits.div(truth.sum().clamp(1))",
        "const recall = hits.div(predictions.sum().clamp(1))",
      ),
      "Your recall divides by how often you said 1, as precision does. It divides by how often it is 1.",
    ],
    "a little added everywhere": [
      replace("predictions.sum().clamp(1)", "predictions.sum().add(0.001)"),
      replace("truth.sum().clamp(1)", "truth.sum().add(0.001)"),
      "You add a little to each divisor, which changes every answer. Change it only where it is 0.",
    ],
    accuracy: [
      replace("hits.div(predictions.sum().clamp(1))", "predictions.eq(truth).float().mean()"),
      "Your precision is the accuracy: it counts the zeros that are right, too. Count only rows that were predicted to be 1.",
    ],
    "right answers as hits": [
      replace("predictions.mul(truth).sum()", "predictions.eq(truth).float().sum()"),
      "You count every right prediction as a hit, the zeros too. A hit is a row that is 1 in both.",
    ],
    "divided by all rows": [
      replace("hits.div(predictions.sum().clamp(1))", "hits.div(predictions.size(0))"),
      replace("hits.div(truth.sum().clamp(1))", "hits.div(truth.size(0))"),
      "You divide by the number of all rows. Precision and recall each look at a part of them.",
    ],
    "nothing divided by nothing": [
      replace("predictions.sum().clamp(1)", "predictions.sum()"),
      replace("truth.sum().clamp(1)", "truth.sum()"),
      "Where there is no 1 you divide 0 by 0, which is NaN. The share of nothing is 0 here: let the divisor be at least 1.",
    ],
    "precision of nothing": [
      replace("predictions.sum().clamp(1)", "predictions.sum()"),
      "Where 1 was never predicted your precision is NaN. It should be 0.",
    ],
    "recall of nothing": [
      replace("truth.sum().clamp(1)", "truth.sum()"),
      "Where no row is really 1 your recall is NaN. It should be 0.",
    ],
    "one too many": [
      replace("predictions.sum().clamp(1)", "predictions.sum().add(1)"),
      "You add 1 to the divisor always. It may only be changed where it is 0.",
    ],
    "recall of the zeros": [
      replace(
        "hits.div(truth.sum().clamp(1))",
        "predictions.sub(1).mul(truth.sub(1)).sum().div(truth.sub(1).neg().sum().clamp(1))",
      ),
      "Your recall is that of the zeros: how many of them were found. Recall asks how many of the ones were.",
    ],
  },
  alternatives: {
    "counts of misses and alarms": [
      replace(
        "hits.div(predictions.sum().clamp(1))",
        "hits.div(hits.add(predictions.gt(truth).float().sum()).clamp(1))",
      ),
      replace(
        "hits.div(truth.sum().clamp(1))",
        "hits.div(hits.add(truth.gt(predictions).float().sum()).clamp(1))",
      ),
      "It counts false alarms and misses, and adds the hits to each. The divisors are the same.",
    ],
  },
});
