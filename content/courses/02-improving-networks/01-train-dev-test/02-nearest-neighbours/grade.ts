import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

const known = () =>
  [
    tensor([
      [0, 0],
      [1, 0],
      [0, 3],
      [4, 4],
      [5, 4],
    ]),
    tensor([[0], [1], [0], [0], [1]]),
  ] as const;

export default defineExercise<typeof import("./solution.ts")>({
  of: "nearestNeighbours",
  example: [
    [
      "asks the nearest one",
      () => [
        ...known(),
        tensor([
          [0.2, 0],
          [0, 2],
          [6, 4],
          [0.8, 0.1],
          [5, 5],
          [-1, 0],
          // Nearest to [1, 0], but to [4, 4] if one goes along the axes.
          [4, 0.7],
        ]),
        1,
      ],
    ],
    [
      "lets three vote",
      () => [
        ...known(),
        tensor([
          [0.2, 0],
          [5, 5],
        ]),
        3,
      ],
    ],
  ],
  any: (random) => {
    const [m, n, inputs] = [random.int(3, 8), random.int(1, 5), random.int(1, 3)];
    return [
      random.table(m, inputs),
      random.bits([m, 1]),
      random.table(n, inputs),
      random.int(1, m),
    ];
  },
  // At the far ends many points lie at the same distance, and which are nearest is open.
  edges: ["one"],
  mistakes: {
    "the farthest": [
      replace("largest: false", "largest: true"),
      "You asked the points that are farthest away. topk takes the largest numbers unless you say { largest: false }.",
    ],
    "no squares": [
      replace(".square().sum(2)", ".sum(2)"),
      "Differences to the left and to the right cancel in your sum. Square them first.",
    ],
    "sizes instead of squares": [
      replace(".square().sum(2)", ".abs().sum(2)"),
      "You added up the sizes of the differences: that is the way along the axes. The usual distance adds up their squares.",
    ],
    "the size of the sum": [
      replace(".square().sum(2)", ".sum(2).abs()"),
      "Differences to the left and to the right cancel in your sum, before its size is taken. Square each of them first.",
    ],
    "half is enough": [
      replace(".gt(0.5)", ".ge(0.5)"),
      "With two neighbours that disagree you say 1. More than half have to say it.",
    ],
    "the vote itself": [
      replace(".gt(0.5).float()", ""),
      "This is the share of the neighbours that say 1. The answer is 1 where it is more than half, else 0.",
    ],
    "always one neighbour": [
      replace(
        "distances.topk(k, 1, { largest: false }).indices",
        "distances.topk(1, 1, { largest: false }).indices.expand([n, k])",
      ),
      "Only the nearest point is asked, whatever k is.",
    ],
    "everybody votes": [
      replace("votes.mean(1, { keepdim: true })", "Y.mean().expand([n, 1])"),
      "All known points vote, near or far: every new point gets the same answer.",
    ],
    "a list instead of a column": [
      replace("mean(1, { keepdim: true })", "mean(1)"),
      "Your answer has shape [n]. Y is a column, [m, 1], and predictions have to match it.",
    ],
    "true and false": [
      replace(".gt(0.5).float()", ".gt(0.5)"),
      "Your tensor holds true and false. Labels are numbers: turn them into 1 and 0 with .float().",
    ],
  },
  alternatives: {
    "with roots": [
      replace(".square().sum(2)", ".square().sum(2).sqrt()"),
      "It takes roots, and has the distances themselves. A root changes no order: the nearest stay the nearest.",
    ],
    "cdist and a count": [
      replace("x.unsqueeze(1).sub(X.unsqueeze(0)).square().sum(2)", "cdist(x, X)"),
      replace(
        "votes.mean(1, { keepdim: true }).gt(0.5)",
        "votes.sum(1, { keepdim: true }).gt(k / 2)",
      ),
      "It takes the library's table of distances, and counts votes instead of averaging them.",
    ],
  },
});
