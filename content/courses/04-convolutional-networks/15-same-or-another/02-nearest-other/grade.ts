import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "nearestOther",
  example: [
    "is right for five symbols in two dimensions",
    () => [
      tensor([
        [0, 0],
        [5, 1],
        [2, 6],
        [-3, 2],
        [4, 4],
      ]),
      tensor([
        [0.5, 0.5],
        [4.8, 1.4],
        [0.9, -0.7],
        [-2, 1],
        [3, 3],
      ]),
    ],
  ],
  any: (r) => {
    const [m, d] = [r.int(2, 7), r.int(1, 4)];
    return [r.table(m, d, -2, 2), r.table(m, d, -2, 2)];
  },
  edges: [],
  mistakes: {
    "its own positive is chosen": [
      replace("distances.maskedFill(own, Number.POSITIVE_INFINITY)", "distances"),
      "An anchor may choose its own positive. That is the same symbol: no negative at all. Leave out the diagonal.",
    ],
    "the farthest": [
      replace("Number.POSITIVE_INFINITY", "Number.NEGATIVE_INFINITY"),
      replace("argmin", "argmax"),
      "You chose the farthest. It is easily told apart already; the hardest negative is the nearest.",
    ],
    "the diagonal made near": [
      replace("Number.POSITIVE_INFINITY", "0"),
      "The distance to the own positive became 0, which is the least there is. Make it larger than every other.",
    ],
    "an anchor for each positive": [
      replace("argmin(1)", "argmin(0)"),
      "You looked down the columns: the nearest anchor for each row of P. Each anchor has a row of the table, so go along it.",
    ],
    "among the anchors": [
      replace("P.unsqueeze(0)", "A.unsqueeze(0)"),
      "You looked among the anchors. The negative is drawn by the other hand: a row of P.",
    ],
    "the diagonal a little farther": [
      replace("distances.maskedFill(own, Number.POSITIVE_INFINITY)", "distances.add(own.float())"),
      "You added 1 to the distances of own positives. That is not enough where all others are far. They must be out of the question.",
    ],
    "sums of sizes": [
      replace(".square().sum(2)", ".abs().sum(2)"),
      "You added up the differences' sizes. Who is nearest by squared distance can be another.",
    ],
    "the distances themselves": [
      replace("others.argmin(1)", "others.amin(1)"),
      "These are the distances. Give the places at which they stand.",
    ],
  },
  alternatives: {
    "multiplied out": [
      replace(
        "A.unsqueeze(1).sub(P.unsqueeze(0)).square().sum(2)",
        "A.square().sum(1, { keepdim: true }).add(P.square().sum(1)).sub(A.matmul(P.t()).mul(2))",
      ),
      "The square multiplied out: a² + p² − 2ap needs no table of three directions, which saves memory for large batches.",
    ],
    "a large number on the diagonal": [
      replace(
        "distances.maskedFill(own, Number.POSITIVE_INFINITY)",
        "distances.add(own.float().mul(1e6))",
      ),
      "Own positives are pushed away by a number that no distance reaches.",
    ],
  },
});
