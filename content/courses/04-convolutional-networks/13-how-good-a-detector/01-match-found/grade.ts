import { defineExercise, type Random, replace } from "@gradus/exercise";
import type { Box } from "../../11-boxes/02-iou/solution.ts";
import type { Scored } from "./solution.ts";

const box = (random: Random<never>): Box => {
  const [x, y] = [random.int(0, 5), random.int(0, 5)];
  return [x, y, x + random.int(4, 9), y + random.int(4, 9)];
};

function crowd(random: Random<never>): Scored[] {
  const count = random.int(1, 7);
  const scores = Array.from({ length: count }, (_, i) => (i + 1) / 10);
  return Array.from({ length: count }, () => {
    const score = scores.splice(random.int(0, scores.length - 1), 1)[0] ?? 0;
    return { score, box: box(random) };
  });
}

export default defineExercise<typeof import("./solution.ts")>({
  of: "matchFound",
  example: [
    [
      "finds two things by four boxes",
      () => [
        [
          { score: 0.6, box: [1, 1, 9, 9] },
          { score: 0.9, box: [2, 1, 9, 9] },
          { score: 0.7, box: [20, 21, 30, 30] },
          { score: 0.8, box: [40, 40, 44, 50] },
        ],
        [
          [2, 2, 9, 9],
          [20, 20, 30, 30],
        ],
        0.5,
      ],
    ],
    [
      "lets the second box have the thing that is still free",
      () => [
        [
          { score: 0.9, box: [0, 0, 10, 10] },
          { score: 0.8, box: [1, 0, 11, 10] },
        ],
        [
          [0, 0, 10, 9],
          [3, 0, 13, 10],
        ],
        0.5,
      ],
    ],
    [
      "leaves a thing to the box that it fits",
      () => [
        [
          { score: 0.9, box: [0, 0, 10, 10] },
          { score: 0.8, box: [0, 0, 10, 4] },
        ],
        [
          [0, 0, 10, 7],
          [0, 0, 10, 9],
        ],
        0.5,
      ],
    ],
    [
      "takes an overlap on the border",
      () => [[{ score: 0.4, box: [0, 0, 4, 2] }], [[0, 0, 4, 4]], 0.5],
    ],
  ],
  any: (random) => [
    crowd(random),
    Array.from({ length: random.int(0, 4) }, () => box(random)),
    random.pick([0.3, 0.5]),
  ],
  runs: 40,
  edges: ["one"],
  mistakes: {
    "a thing is found twice": [
      replace("things.filter((t) => !taken.has(t))", "[...things]"),
      "Two boxes on one thing are both hits in your answer. A thing that has been found is no longer free: the second box is a false alarm.",
    ],
    "not sorted": [
      replace("found.toSorted((a, b) => b.score - a.score)", "[...found]"),
      "The boxes choose in the order in which they come. The largest score chooses first.",
    ],
    "the smallest first": [
      replace("b.score - a.score", "a.score - b.score"),
      "The smallest score chooses first. Sort the other way round.",
    ],
    "the first thing that fits": [
      replace(
        "free.toSorted((a, b) => iou(b, box) - iou(a, box))[0]",
        "free.find((t) => iou(t, box) >= least)",
      ),
      "A box takes the first thing that fits. It takes the one with the largest IoU.",
    ],
    "above the border only": [
      replace(">= least", "> least"),
      "An IoU of exactly `least` is enough.",
    ],
    "false alarms take things": [
      replace("if (hit) taken.add(best);", "if (best !== undefined) taken.add(best);"),
      "A box that is no hit has taken a thing away from the others. Only a hit takes it.",
    ],
    "the worst thing": [
      replace("iou(b, box) - iou(a, box)", "iou(a, box) - iou(b, box)"),
      "Each box looks at the thing that it overlaps least.",
    ],
    "the thing it would like best": [
      replace("const free = things.filter((t) => !taken.has(t));", "const free = things;"),
      replace(
        "best !== undefined && iou(best, box) >= least",
        "best !== undefined && iou(best, box) >= least && !taken.has(best)",
      ),
      "A box whose favourite is taken is a false alarm in your answer. It may take another thing that is still free.",
    ],
  },
  alternatives: {
    "the best so far": [
      replace(
        "free.toSorted((a, b) => iou(b, box) - iou(a, box))[0]",
        "free.reduce<Box | undefined>((a, b) => (a === undefined || iou(b, box) > iou(a, box) ? b : a), undefined)",
      ),
      "It goes through the free things once and remembers the best.",
    ],
  },
});
