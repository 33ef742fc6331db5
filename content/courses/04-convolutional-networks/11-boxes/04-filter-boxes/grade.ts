import { defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

/** Numbers that single precision holds exactly, so that a score can lie on the threshold. */
const eighths = (random: Random<Tensor>, count: number): number[] =>
  Array.from({ length: count }, () => random.int(0, 8) / 8);

/** Probabilities of two or more kinds that add up to 1, each row with one largest. */
function rows(random: Random<Tensor>, count: number, kinds: number): number[][] {
  return Array.from({ length: count }, () => {
    const best = random.int(0, kinds - 1);
    const rest = kinds === 1 ? 1 : 0.25 / (kinds - 1);
    return Array.from({ length: kinds }, (_, c) => (c === best && kinds > 1 ? 0.75 : rest));
  });
}

export default defineExercise<typeof import("./solution.ts")>({
  of: "filterBoxes",
  example: [
    [
      "keeps two of four",
      () => [
        tensor([
          [1, 2, 9, 8],
          [4, 4, 7, 20],
          [10, 3, 30, 12],
          [0, 5, 6, 11],
        ]),
        tensor([0.9, 0.5, 1, 0.8]),
        tensor([
          [0.2, 0.7, 0.1],
          [0.1, 0.1, 0.8],
          [0.4, 0.3, 0.3],
          [0.05, 0.05, 0.9],
        ]),
        0.6,
      ],
    ],
    [
      "keeps a box on the threshold, and nothing below it",
      () => [
        tensor([
          [1, 2, 9, 8],
          [4, 4, 7, 20],
        ]),
        tensor([0.5, 1]),
        tensor([
          [0.5, 0.5],
          [0.125, 0.25],
        ]),
        0.25,
      ],
    ],
  ],
  any: (random) => {
    const [n, kinds] = [random.int(1, 8), random.int(1, 4)];
    return [
      random.table(n, 4, 0, 50),
      tensor(eighths(random, n)),
      tensor(rows(random, n, kinds)),
      random.pick([0.25, 0.375, 0.5]),
    ];
  },
  edges: ["one", "equal"],
  mistakes: {
    "the confidence alone": [
      replace("const best = scores.amax(1);", "const best = confidence;"),
      "You look at the confidence alone: that there is a thing. The score also asks which one: confidence times the probability of its kind.",
    ],
    "the probability alone": [
      replace("probabilities.mul(confidence.unsqueeze(1))", "probabilities"),
      "You look at the probabilities alone. They say which kind it is *if* there is a thing; multiply by the confidence that there is one.",
    ],
    "only above the threshold": [
      replace(".ge(threshold)", ".gt(threshold)"),
      "A box whose score is exactly the threshold is dropped. At least means that it stays.",
    ],
    "all scores are kept": [
      replace("scores: best.indexSelect(0, keep)", "scores: scores.indexSelect(0, keep)"),
      "You give the scores of all kinds. Asked for is one number for each box, that of its best kind.",
    ],
    "the kinds of the first boxes": [
      replace("kinds: kinds.indexSelect(0, keep)", "kinds: kinds.narrow(0, 0, keep.size(0))"),
      "Boxes and kinds no longer belong together. Take the same rows of all three.",
    ],
    "numbers instead of boxes": [
      replace("boxes: boxes.indexSelect(0, keep)", "boxes: keep"),
      "These are the numbers of the boxes that stay. Take those rows of `boxes`.",
    ],
  },
  standard: {
    comparison: "You keep the boxes below the threshold. It is the others that are believed.",
  },
  alternatives: {
    "the best kind first": [
      replace("scores.amax(1)", "probabilities.amax(1).mul(confidence)"),
      "The best kind has the largest probability, whatever the confidence is.",
    ],
  },
});
