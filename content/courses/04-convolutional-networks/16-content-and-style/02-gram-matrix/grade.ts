import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "gramMatrix",
  example: [
    "is right for three maps of 2 by 3 places",
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
        [
          [0.3, 1.1, 0.6],
          [-0.4, 2, 0.8],
        ],
      ]),
    ],
  ],
  any: (r) => [r.tensor([r.int(1, 4), r.int(1, 4), r.int(1, 5)], -1, 2)],
  forbid: ["einsum", "cov", "corrcoef"],
  mistakes: {
    "a mean over the places": [
      replace("F.matmul(F.t())", "F.matmul(F.t()).div(F.size(1))"),
      "You divided by the number of places. Here nothing is divided; that comes in the cost.",
    ],
    "the other way round": [
      replace("F.matmul(F.t())", "F.t().matmul(F)"),
      "This has a row and a column for each place. It should have one for each channel: F times its transpose.",
    ],
    "channels and places mixed up": [
      replace("A.reshape([A.size(0), -1])", "A.reshape([-1, A.size(0)]).t()"),
      "The right shape with the wrong numbers: reshaping to [places, channels] tears the maps apart. A map has to stay together, as a row.",
    ],
    "around their means": [
      replace(
        "A.reshape([A.size(0), -1])",
        "A.reshape([A.size(0), -1]).sub(A.mean([1, 2]).unsqueeze(1))",
      ),
      "You took off the mean of each map first. That would be a covariance; here the maps stay as they are.",
    ],
    "rows of length 1": [
      replace(
        "F.matmul(F.t())",
        "F.div(F.norm({ dim: 1, keepdim: true })).matmul(F.div(F.norm({ dim: 1, keepdim: true })).t())",
      ),
      "You divided each map by its length. Then it is forgotten how strong a feature is. Nothing is divided here.",
    ],
    "the sums multiplied": [
      replace(
        "F.matmul(F.t())",
        "F.sum(1, { keepdim: true }).matmul(F.sum(1, { keepdim: true }).t())",
      ),
      "You multiplied the sums of the maps. Multiply place by place first, and add up then.",
    ],
    "the diagonal only": [
      replace("F.matmul(F.t())", "F.square().sum(1).diag()"),
      "Only the diagonal is there: how strong each feature is. What comes together stands beside it.",
    ],
  },
  alternatives: {
    "with all pairs": [
      replace("F.matmul(F.t())", "F.unsqueeze(1).mul(F.unsqueeze(0)).sum(2)"),
      "All products of all pairs, added up over the places. It takes more memory.",
    ],
  },
});
