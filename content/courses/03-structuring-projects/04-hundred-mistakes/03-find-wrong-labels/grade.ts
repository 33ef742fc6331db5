import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

/** Six rows in which the smallest score, the smallest probability and the least certain answer are different rows. */
const rows = () =>
  tensor([
    [3, 0, 1],
    [-1, -2, -2],
    [-4, -3, -4.5],
    [0.5, 9, 4],
    [1, 2, 7],
    [6, 1, 0],
  ]);

export default defineExercise<typeof import("./solution.ts")>({
  of: "findWrongLabels",
  example: [
    ["finds two among six", () => [rows(), tensor([1, 0, 2, 2, 2, 0]).int(), 2]],
    [
      "tells large scores apart",
      () => [
        tensor([
          [0, 400],
          [1000, 0],
          [0, 700],
          [5, 0],
        ]),
        tensor([0, 1, 0, 0]).int(),
        3,
      ],
    ],
  ],
  any: (random) => {
    const [m, classes] = [random.int(2, 8), random.int(2, 5)];
    const labels = Array.from({ length: m }, () => random.int(0, classes - 1));
    return [random.tensor([m, classes], -5, 5), tensor(labels).int(), random.int(1, m)];
  },
  // At the far ends rows are equally improbable, and which of them comes first is open.
  edges: ["one"],
  mistakes: {
    "the surest": [
      replace("largest: false", "largest: true"),
      "These are the rows whose labels the network believes most. topk takes the largest unless you say { largest: false }.",
    ],
    "scores, not probabilities": [
      replace("scores.logSoftmax(1)", "scores"),
      "You compare scores of different rows. A score says something only beside the other scores of its row: take log-softmax first.",
    ],
    "the least certain": [
      replace("logs.gather(1, labels.unsqueeze(1)).squeeze(1)", "logs.amax(1)"),
      "You found rows in which the network is not sure of anything. Wanted are those in which it is sure of something else than the label.",
    ],
    "wrong answers in any order": [
      replace(
        "own.topk(count, 0, { largest: false })",
        "scores.argmax(1).ne(labels).float().topk(count, 0)",
      ),
      "You take rows whose answer is not the label, in any order. Sort them: first where the label is least probable.",
    ],
    "the distance to the largest score": [
      replace("scores.logSoftmax(1)", "scores.sub(scores.amax(1, { keepdim: true }))"),
      "You compare the label's score with the largest one of its row. How probable the label is also depends on the other scores: take log-softmax.",
    ],
    "down the columns": [
      replace("scores.logSoftmax(1)", "scores.logSoftmax(0)"),
      "Softmax runs down the columns in your answer, over the examples. The probabilities of one row, over the classes, add up to 1: direction 1.",
    ],
    "probabilities that become 0": [
      replace("scores.logSoftmax(1)", "scores.softmax(1)"),
      "With large scores several probabilities are exactly 0, and cannot be told apart. Compare their logarithms: log-softmax.",
    ],
    "always one": [
      replace("topk(count, 0", "topk(1, 0"),
      "You give a single row. `count` says how many.",
    ],
    "how improbable, not which": [
      replace(".indices", ".values"),
      "These are the logarithms of the probabilities. Wanted are the numbers of the rows: indices.",
    ],
  },
  alternatives: {
    "the largest loss": [
      replace(
        "logs.gather(1, labels.unsqueeze(1)).squeeze(1)",
        "logs.gather(1, labels.unsqueeze(1)).squeeze(1).neg()",
      ),
      replace("{ largest: false }", "{ largest: true }"),
      "The loss is the negative logarithm, and it takes the largest ones.",
    ],
  },
});
