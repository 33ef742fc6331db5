import { defineExercise, property, type Random, replace, value } from "@gradus/exercise";
import type { Judged } from "../01-match-found/solution.ts";

const list = (...hits: readonly number[]): Judged[] =>
  hits.map((hit, i) => ({ score: 0.95 - i / 10, hit: hit === 1 }));

const shuffled = (boxes: readonly Judged[]): Judged[] =>
  [3, 0, 5, 1, 6, 2, 4].flatMap((i) => boxes[i] ?? []);

/** Hits and false alarms in any order, no two with one score. */
function judged(random: Random<never>): Judged[] {
  const count = random.int(1, 9);
  const scores = Array.from({ length: count }, (_, i) => (i + 1) / 10);
  return Array.from({ length: count }, () => ({
    score: scores.splice(random.int(0, scores.length - 1), 1)[0] ?? 0,
    hit: random() < 0.6,
  }));
}

const thingsOf = (boxes: readonly Judged[], more: number): number =>
  Math.max(1, boxes.filter(({ hit }) => hit).length + more);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for seven boxes and six things",
      of: "averagePrecision",
      cases: [{ args: () => [shuffled(list(1, 0, 1, 1, 0, 0, 1)), 6] }],
    }),
    property({
      name: "is right for any boxes",
      of: "averagePrecision",
      runs: 40,
      edges: ["one"],
      args: (random) => {
        const boxes = judged(random);
        return [boxes, thingsOf(boxes, random.int(0, 3))];
      },
    }),
    value({
      name: "is the mean of the kinds that occur",
      of: "meanAveragePrecision",
      cases: [
        {
          args: () => [
            [
              { judged: list(1, 0, 1), things: 2 },
              { judged: list(0, 0), things: 0 },
              { judged: list(0, 1), things: 4 },
              { judged: [], things: 3 },
            ],
          ],
        },
      ],
    }),
    property({
      name: "is the mean of any kinds",
      of: "meanAveragePrecision",
      runs: 20,
      args: (random) => {
        const kinds = Array.from({ length: random.int(1, 6) }, () => {
          const boxes = judged(random);
          return { judged: boxes, things: thingsOf(boxes, random.int(0, 3)) };
        });
        return [kinds];
      },
    }),
  ],
  mistakes: {
    "not sorted": [
      replace("judged.toSorted((a, b) => b.score - a.score)", "[...judged]"),
      "The boxes are taken in the order in which they come. Sort them by score, the largest first.",
    ],
    "seven boxes": replace("=> b.score - a.score)", "=> b.score - a.score).slice(0, 7)"),
    "four kinds": replace("kinds.filter", "kinds.slice(0, 4).filter"),
    "the smallest first": [
      replace("b.score - a.score", "a.score - b.score"),
      "You begin with the smallest score. Sort the other way round.",
    ],
    "the precision as it is": [
      replace("best = Math.max(best, precisions[i] as number)", "best = precisions[i] as number"),
      "You take each precision as it is. It is replaced by the largest at this box or any later one.",
    ],
    "the best so far": [
      replace(
        "best = Math.max(best, precisions[i] as number)",
        "best = Math.max(...precisions.slice(0, i + 1))",
      ),
      "You take the largest precision of the boxes *before*. What counts is the largest at this recall or a larger one: of the boxes that follow.",
    ],
    "false alarms count": [
      replace("if (ordered[i]?.hit) area", "area"),
      "A false alarm does not move the recall, so it adds nothing to the area.",
    ],
    "a mean over the hits": [
      replace("best / things", "best / Math.max(1, hits)"),
      "You divide by the number of hits. Things that no box has found count, too: divide by `things`.",
    ],
    "a mean over the boxes": [
      replace("best / things", "best / ordered.length"),
      "You divide by the number of boxes. Each hit moves the recall by 1 / things.",
    ],
    "counted one late": [
      replace(
        "    if (hit) hits++;\n    return hits / (i + 1);",
        "    const before = hits;\n    if (hit) hits++;\n    return before / (i + 1);",
      ),
      "A hit is not counted in its own precision. Count it, then divide.",
    ],
    "the last precision": [
      replace("  return area;", "  return precisions.at(-1) ?? 0;"),
      "This is the precision of all boxes together. Asked for is the area below the curve.",
    ],
    "kinds with nothing count": [
      replace("sum / there.length", "sum / kinds.length"),
      "You divide by all kinds. One of which there is no thing cannot be found, and is left out.",
    ],
    "all kinds in one list": [
      replace(
        "sum / there.length",
        "averagePrecision(there.flatMap(({ judged }) => judged), there.reduce((n, { things }) => n + things, 0))",
      ),
      "You put the boxes of all kinds into one list, so a frequent kind counts more. Take each kind's average precision, and then their mean.",
    ],
    "a sum of the kinds": [
      replace("sum / there.length", "sum"),
      "The kinds are added up. Divide by how many there are.",
    ],
  },
  alternatives: {
    "the best of the rest": [
      replace(
        "best = Math.max(best, precisions[i] as number)",
        "best = Math.max(...precisions.slice(i))",
      ),
      "It looks at all later boxes anew for every box. That is slower, and says it as the task does.",
    ],
  },
});
