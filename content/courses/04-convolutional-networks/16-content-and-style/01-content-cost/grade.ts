import { defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

/** Feature maps of any size. */
export const anyMaps = (r: Random<Tensor>): [Tensor, Tensor] => {
  const shape = [r.int(1, 4), r.int(1, 4), r.int(1, 5)];
  return [r.tensor(shape, -1, 2), r.tensor(shape, -1, 2)];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "contentCost",
  example: [
    "is right for two maps of 2 by 3 places",
    () => [
      tensor([
        [
          [0.5, 2, -1],
          [3, 0.2, 1.5],
        ],
        [
          [1, -0.7, 0.4],
          [2.5, 0.9, -1.2],
        ],
      ]),
      tensor([
        [
          [1.2, 0.8, 0.3],
          [1, -0.6, 2],
        ],
        [
          [0.1, 0.6, -0.9],
          [1.3, 2.2, 0.5],
        ],
      ]),
    ],
  ],
  any: anyMaps,
  mistakes: {
    "not divided": [
      replace("squares.sum().div(4 * C.numel())", "squares.sum()"),
      "The sum is not divided. Divide by 4 times channels times height times width.",
    ],
    "the 4 is missing": [
      replace("4 * C.numel()", "C.numel()"),
      "The 4 is missing in what you divide by.",
    ],
    "the channels are left out": [
      replace("4 * C.numel()", "4 * C.size(1) * C.size(2)"),
      "You divided by 4 times height times width. The channels belong to it, too.",
    ],
    "sizes instead of squares": [
      replace("C.sub(G).square()", "C.sub(G).abs()"),
      "You added up the sizes of the differences. Add up their squares.",
    ],
    "the square of the sum": [
      replace("squares.sum()", "C.sub(G).sum().square()"),
      "You squared the sum. Then differences above and below 0 cancel. Square first, then add up.",
    ],
    "a difference of squares": [
      replace("C.sub(G).square()", "C.square().sub(G.square())"),
      "You took the difference of the squares. It is the square of the difference.",
    ],
    "for two maps": replace("4 * C.numel()", "8 * C.size(1) * C.size(2)"),
  },
  alternatives: {
    "a mean": [
      replace("squares.sum().div(4 * C.numel())", "squares.mean().div(4)"),
      "A sum divided by how many there are is a mean.",
    ],
  },
});
