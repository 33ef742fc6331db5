import { defineExercise, type Random, replace } from "@gradus/exercise";
import type { Found } from "./solution.ts";

/** Boxes that lie close together, with scores of which no two are equal. */
function crowd(random: Random<never>): Found[] {
  const count = random.int(0, 9);
  const scores = Array.from({ length: count }, (_, i) => (i + 1) / 10);
  return Array.from({ length: count }, () => {
    const [x, y] = [random.int(0, 5), random.int(0, 5)];
    const score = scores.splice(random.int(0, scores.length - 1), 1)[0] ?? 0;
    return {
      kind: random.int(0, 1),
      score,
      box: [x, y, x + random.int(4, 9), y + random.int(4, 9)],
    };
  });
}

/** Neighbours in a row overlap by 0.6, those two apart by 1/3. */
const chain = (): [Found[], number] => [
  [
    { kind: 1, score: 0.7, box: [6, 0, 14, 10] },
    { kind: 1, score: 0.9, box: [2, 0, 10, 10] },
    { kind: 1, score: 0.8, box: [4, 0, 12, 10] },
    { kind: 1, score: 0.6, box: [8, 0, 16, 10] },
  ],
  0.5,
];

export default defineExercise<typeof import("./solution.ts")>({
  of: "nonMaxSuppression",
  example: [
    [
      "keeps one box of two on a thing, and the other kind",
      () => [
        [
          { kind: 0, score: 0.6, box: [1, 1, 9, 9] },
          { kind: 2, score: 0.7, box: [1, 1, 9, 9] },
          { kind: 0, score: 0.8, box: [2, 1, 9, 9] },
          { kind: 0, score: 0.5, box: [20, 4, 30, 8] },
        ],
        0.5,
      ],
    ],
    ["lets a box that has gone push nothing away", chain],
    [
      "keeps a box whose overlap is the threshold",
      () => [
        [
          { kind: 0, score: 0.9, box: [0, 0, 4, 4] },
          { kind: 0, score: 0.8, box: [0, 0, 4, 2] },
        ],
        0.5,
      ],
    ],
  ],
  any: (random) => [crowd(random), random.pick([0.2, 0.4, 0.6])],
  runs: 40,
  edges: ["one"],
  mistakes: {
    "not sorted": [
      replace("found.toSorted((a, b) => b.score - a.score)", "[...found]"),
      "You take the boxes in the order in which they come. Begin with the largest score: it is the one to keep.",
    ],
    "the smallest first": [
      replace("b.score - a.score", "a.score - b.score"),
      "You begin with the smallest score, so the worst box of each heap is kept. Sort the other way round.",
    ],
    "all kinds together": [
      replace("k.kind === one.kind && ", ""),
      "A bag pushes away the T-shirt in front of it. Only boxes of the same kind push one another away.",
    ],
    "boxes that have gone push too": [
      replace("kept.some((k) =>", "ordered.slice(0, ordered.indexOf(one)).some((k) =>"),
      "You compare with all boxes of a larger score, also with those that have gone. Only a box that was kept pushes others away.",
    ],
    "on the border it goes": [
      replace("> threshold", ">= threshold"),
      "A box whose overlap is exactly the threshold goes. Asked for is: above it.",
    ],
    "the far ones go": [
      replace("> threshold", "<= threshold"),
      "You let those go that overlap little. They are other things; the close ones are the same thing again.",
    ],
    "one for each kind": [
      replace(" && iou(k.box, one.box) > threshold", ""),
      "You keep one box of each kind, however far apart the others lie. Two bags are two bags.",
    ],
    "sorted in place": [
      replace("found.toSorted", "(found as Found[]).sort"),
      "sort() has put the list that came in into another order. toSorted makes a new one.",
    ],
  },
  alternatives: {
    "one after the other from what is left": [
      replace(
        "  for (const one of ordered) {",
        "  let left = ordered;\n  for (let one = left[0]; one; one = left[0]) {\n    const best = one;\n    left = left.slice(1).filter((b) => b.kind !== best.kind || iou(b.box, best.box) <= threshold);",
      ),
      "It takes the best of what is left, and lets all that overlap it go. Nothing is left then that could be covered.",
    ],
  },
});
