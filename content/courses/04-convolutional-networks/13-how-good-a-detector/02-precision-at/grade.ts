import { defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "precisionAt",
  example: [
    [
      "is right for five boxes and six things",
      () => [
        [
          { score: 0.9, hit: true },
          { score: 0.8, hit: false },
          { score: 0.7, hit: true },
          { score: 0.5, hit: true },
          { score: 0.4, hit: true },
        ],
        6,
        0.5,
      ],
    ],
    [
      "is 0 where there is nothing",
      () => [[{ score: 0.2, hit: false }], 0, 0.5],
      { precision: 0, recall: 0 },
    ],
  ],
  any: (random) => {
    const count = random.int(0, 8);
    const judged = Array.from({ length: count }, () => ({
      score: random.int(1, 8) / 8,
      hit: random() < 0.5,
    }));
    const hits = judged.filter((j) => j.hit).length;
    return [judged, hits + random.int(0, 4), random.int(1, 8) / 8];
  },
  mistakes: {
    "the two swapped": [
      replace("{ precision, recall };", "{ precision: recall, recall: precision };"),
      "Precision and recall have changed places. Precision divides by what was said.",
    ],
    "recall among the boxes": [
      replace("hits / things", "hits / Math.max(1, judged.filter(({ hit }) => hit).length)"),
      "Your recall divides by all hits. A thing that no box found is missing there: divide by `things`.",
    ],
    "all boxes below": [
      replace("hits / kept.length", "hits / judged.length"),
      "Your precision divides by all boxes. Those below the threshold are forgotten.",
    ],
    "all hits": [
      replace("kept.filter(({ hit }) => hit)", "judged.filter(({ hit }) => hit)"),
      "You count hits below the threshold. These boxes are forgotten.",
    ],
    "only above": [
      replace("score >= threshold", "score > threshold"),
      "A score that equals the threshold counts.",
    ],
    "nothing divided by nothing": [
      replace("kept.length === 0 ? 0 : hits / kept.length", "hits / kept.length"),
      "Where no box counts your precision is 0 / 0. It should be 0.",
    ],
    "a recall of nothing": [
      replace("things === 0 ? 0 : hits / things", "hits / things"),
      "Where there is no thing your recall is 0 / 0. It should be 0.",
    ],
  },
  alternatives: {
    "at least 1": [
      replace("kept.length === 0 ? 0 : hits / kept.length", "hits / Math.max(1, kept.length)"),
      replace("things === 0 ? 0 : hits / things", "hits / Math.max(1, things)"),
      "Where there is nothing, there are 0 hits, and any divisor that is not 0 will do.",
    ],
  },
});
