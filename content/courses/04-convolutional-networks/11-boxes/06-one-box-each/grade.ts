import { defineExercise, type Random, replace } from "@gradus/exercise";
import type { Found } from "./solution.ts";

function crowd(random: Random<never>): Found[] {
  const count = random.int(1, 10);
  const scores = Array.from({ length: count }, (_, i) => (i + 1) / 10);
  return Array.from({ length: count }, () => {
    const [x, y] = [random.int(0, 9), random.int(0, 9)];
    const score = scores.splice(random.int(0, scores.length - 1), 1)[0] ?? 0;
    return {
      kind: random.int(0, 1),
      score,
      box: [x, y, x + random.int(4, 9), y + random.int(4, 9)],
    };
  });
}

export default defineExercise<typeof import("./solution.ts")>({
  of: "oneBoxEach",
  example: [
    [
      "keeps four of seven",
      () => [
        [
          { kind: 0, score: 0.6, box: [1, 1, 9, 9] },
          { kind: 2, score: 0.7, box: [1, 1, 9, 9] },
          { kind: 0, score: 0.8, box: [2, 1, 9, 9] },
          { kind: 0, score: 0.5, box: [20, 4, 30, 8] },
          { kind: 0, score: 0.3, box: [22, 12, 30, 20] },
          { kind: 0, score: 0.55, box: [2, 1, 9, 8] },
          { kind: 1, score: 0.2, box: [4, 30, 9, 40] },
        ],
        { least: 0.3, threshold: 0.5, most: 4 },
      ],
    ],
    [
      "lets what has gone push nothing away",
      () => [
        [
          { kind: 1, score: 0.7, box: [4, 0, 12, 10] },
          { kind: 1, score: 0.9, box: [2, 0, 10, 10] },
          { kind: 1, score: 0.6, box: [6, 0, 14, 10] },
        ],
        { least: 0.1, threshold: 0.5, most: 5 },
      ],
    ],
    [
      "finds no overlap where boxes lie apart in both directions",
      () => [
        [
          { kind: 0, score: 0.9, box: [0, 0, 10, 10] },
          { kind: 0, score: 0.8, box: [20, 20, 30, 30] },
          { kind: 0, score: 0.7, box: [0, 0, 10, 5] },
        ],
        { least: 0.5, threshold: 0.5, most: 5 },
      ],
    ],
  ],
  any: (random) => [
    crowd(random),
    {
      least: random.pick([0.05, 0.25, 0.45]),
      threshold: random.pick([0.2, 0.4, 0.6]),
      most: random.int(1, 6),
    },
  ],
  runs: 40,
  edges: ["one"],
  mistakes: {
    "not sorted": [
      replace(".toSorted((a, b) => b.score - a.score)", ""),
      "You take the boxes in the order in which they come. Begin with the largest score: it is the one to keep.",
    ],
    "the smallest first": [
      replace("b.score - a.score", "a.score - b.score"),
      "You begin with the smallest score, so the worst box of each heap is kept. Sort the other way round.",
    ],
    "all kinds together": [
      replace("k.kind === one.kind && ", ""),
      "Only boxes of the same kind push one another away. A bag in front of a T-shirt is another thing.",
    ],
    "boxes that have gone push too": [
      replace("!kept.some((k)", "!ordered.slice(0, ordered.indexOf(one)).some((k)"),
      "You compare with all boxes of a larger score, also with those that have gone. Only a box that was kept pushes others away.",
    ],
    "on the border it goes": [
      replace("> threshold", ">= threshold"),
      "A box whose overlap is exactly the threshold goes. Asked for is: above it.",
    ],
    "low scores stay": [
      replace(".filter((f) => f.score >= least)", ""),
      "Boxes with a score below `least` are still in the answer.",
    ],
    "at least means above": [
      replace("f.score >= least", "f.score > least"),
      "A box whose score is exactly `least` should stay.",
    ],
    "as many as there are": [replace(".slice(0, most)", ""), "You keep more boxes than `most`."],
    "the first few, then the rest of the work": [
      replace(
        ".toSorted((a, b) => b.score - a.score);",
        ".toSorted((a, b) => b.score - a.score).slice(0, most);",
      ),
      "You cut the list to `most` before boxes push one another away, so too few are left. Cut it at the end.",
    ],
    "negative sides multiplied": [
      replace(
        "Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]))",
        "Math.min(a[2], b[2]) - Math.max(a[0], b[0])",
      ),
      replace(
        "Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]))",
        "Math.min(a[3], b[3]) - Math.max(a[1], b[1])",
      ),
      "Where boxes lie apart in both directions, width and height of what they share are both negative, and their product is not. Let neither be less than 0.",
    ],
    "the shared part counts twice": [
      replace("area(a) + area(b) - shared", "area(a) + area(b)"),
      "Your IoU divides by the sum of the areas. What both share is in it twice: take it off once.",
    ],
  },
  alternatives: {
    "stops when there are enough": [
      replace("    if (!kept.some((k) =>", "    if (kept.length < most && !kept.some((k) =>"),
      "It asks first whether there is room for another one.",
    ],
  },
});
