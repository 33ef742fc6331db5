import { defineExercise, type Random, replace } from "@gradus/exercise";
import type { Box, SceneFound } from "./solution.ts";

const box = (random: Random<never>): Box => {
  const [x, y] = [random.int(0, 20), random.int(0, 20)];
  return [x, y, x + random.int(4, 9), y + random.int(4, 9)];
};

/** Scenes with boxes on and beside their things, and at least one thing in the first. */
function scenes(random: Random<never>): SceneFound[] {
  const scores = Array.from({ length: 24 }, (_, i) => (i + 1) / 25);
  const drawn = (): number => scores.splice(random.int(0, scores.length - 1), 1)[0] ?? 0;
  return Array.from({ length: random.int(1, 3) }, (_, n) => {
    const things = Array.from({ length: n === 0 ? random.int(1, 3) : random.int(0, 2) }, () =>
      box(random),
    );
    const on = things.flatMap(([x1, y1, x2, y2]) =>
      Array.from({ length: random.int(0, 2) }, () => ({
        score: drawn(),
        box: [x1 + random.int(0, 2), y1, x2 + random.int(0, 2), y2] as const,
      })),
    );
    const beside = Array.from({ length: random.int(0, 2) }, () => ({
      score: drawn(),
      box: box(random),
    }));
    return { found: [...on, ...beside], things };
  });
}

export default defineExercise<typeof import("./solution.ts")>({
  of: "score",
  example: [
    [
      "counts a thing once, however many boxes lie on it",
      () => [
        [
          {
            found: [
              { score: 0.9, box: [0, 0, 10, 10] },
              { score: 0.8, box: [1, 0, 11, 10] },
              { score: 0.7, box: [0, 1, 10, 11] },
              { score: 0.6, box: [30, 30, 40, 40] },
            ],
            things: [
              [0, 0, 10, 10],
              [30, 31, 40, 40],
              [50, 0, 55, 9],
            ],
          },
        ],
      ],
    ],
    [
      "counts ghosts in empty scenes as false alarms",
      () => [
        [
          {
            found: [{ score: 0.5, box: [0, 0, 10, 10] }],
            things: [
              [0, 0, 10, 9],
              [20, 20, 30, 30],
            ],
          },
          { found: [{ score: 0.9, box: [5, 5, 9, 12] }], things: [] },
        ],
      ],
    ],
  ],
  any: (random) => [scenes(random)],
  runs: 30,
  edges: [],
  bugs: {
    "a thing is found again and again": [
      replace("const taken = new Set<Box>();\n  ", ""),
      replace("const free = things.filter((t) => !taken.has(t));\n      ", ""),
      replace("free.toSorted", "things.toSorted"),
      replace("if (hit) taken.add(best);\n      ", ""),
      "Every box on a thing counts as a hit, so two boxes on one thing are two finds. Write down which things have been found, and leave them out.",
    ],
    "empty scenes are left out": [
      replace("[...scenes]", "scenes.filter(({ things }) => things.length > 0)"),
      "Scenes with nothing in them are left out, and with them the ghosts that were seen there. Such a box is a false alarm like any other.",
    ],
  },
  mistakes: {
    "one box a thing, whoever comes": [
      replace("found\n    .toSorted((a, b) => b.score - a.score)\n    .map", "found.map"),
      "The boxes choose in the order in which they come. The largest score of a scene chooses first.",
    ],
    "never above 1": [
      replace("const free = things.filter((t) => !taken.has(t));", "const free = things;"),
      replace("  return area;", "  return Math.min(1, area);"),
      "You cut the number off at 1. That hides that things are counted twice: write down which have been found.",
    ],
    "one find a scene": [
      replace("if (hit) taken.add(best);", "if (hit) for (const t of things) taken.add(t);"),
      "After a hit all things of the scene count as found. Only the one that the box has found does.",
    ],
    "empty scenes have a thing": [
      replace("n + scene.things.length", "n + Math.max(1, scene.things.length)"),
      "An empty scene counts as one with a thing that was missed. There is nothing to be missed in it; only its boxes are false alarms.",
    ],
  },
  alternatives: {
    "a list of what is left": [
      replace("const taken = new Set<Box>();", "let left = [...things];"),
      replace(
        "const free = things.filter((t) => !taken.has(t));\n      const best = free.toSorted",
        "const best = left.toSorted",
      ),
      replace("if (hit) taken.add(best);", "if (hit) left = left.filter((t) => t !== best);"),
      "It takes a found thing off the list.",
    ],
  },
});
