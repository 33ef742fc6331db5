import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "layerStyleCost",
  example: [
    "is right for three maps of 2 by 3 places",
    () => [
      tensor([
        [
          [5, 2, 1],
          [3, -2, 4],
        ],
        [
          [1, -7, 2],
          [2.5, 9, -1],
        ],
        [
          [3, 1.1, 0.5],
          [-4, 2, 6],
        ],
      ]),
      tensor([
        [
          [1.2, 8, -3],
          [1, -6, 2],
        ],
        [
          [1, 6, 0.7],
          [1.3, 2.2, 5],
        ],
        [
          [-2, 0.5, 1],
          [7, 3, -4],
        ],
      ]),
    ],
  ],
  any: (r) => {
    const shape = [r.int(1, 4), r.int(1, 4), r.int(1, 4)];
    return [r.tensor(shape, -2, 3), r.tensor(shape, -2, 3)];
  },
  mistakes: {
    "the maps themselves": [
      replace("gramMatrix(S).sub(gramMatrix(G))", "S.sub(G)"),
      "You compared the maps, place by place. That is content. Style compares their Gram matrices.",
    ],
    "the Gram matrix of the difference": [
      replace("gramMatrix(S).sub(gramMatrix(G))", "gramMatrix(S.sub(G))"),
      "You took the Gram matrix of the difference. Take the difference of the two Gram matrices.",
    ],
    "not divided": [
      replace(".div(4 * channels ** 2 * places ** 2)", ""),
      "The sum is not divided.",
    ],
    "places not squared": [
      replace("places ** 2", "places"),
      "You divided by the places once. A Gram matrix is a sum over the places, and it is squared: so are the places.",
    ],
    "channels not squared": [
      replace("channels ** 2", "channels"),
      "You divided by the channels once. There are channels times channels numbers.",
    ],
    "the 4 is missing": [
      replace("4 * channels ** 2", "channels ** 2"),
      "The 4 is missing in what you divide by.",
    ],
    "sizes instead of squares": [
      replace(".square()", ".abs()"),
      "You added up the sizes of the differences. Add up their squares.",
    ],
    "for six places": replace("S.size(1) * S.size(2)", "6"),
  },
  alternatives: {
    "divided before": [
      replace(".square()", ".div(2 * channels * places).square()"),
      replace(".div(4 * channels ** 2 * places ** 2)", ""),
      "The difference is divided before it is squared, which keeps the numbers small.",
    ],
  },
});
