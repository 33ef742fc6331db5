import { defineExercise, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "tripletLoss",
  example: [
    "is right for four triplets in three dimensions",
    () => [
      tensor([
        [0.5, -1, 2],
        [1, 0.2, -0.3],
        [0, 1.5, 0.4],
        [-0.7, 0.1, 0.9],
      ]),
      tensor([
        [0.9, -0.4, 1.5],
        [0.8, 0.6, -0.1],
        [-1, 0.7, 0.6],
        [-0.6, 0.4, 0.5],
      ]),
      tensor([
        [0.3, -0.2, 1.9],
        [-1.2, -0.4, 0.2],
        [0.5, 1.1, -0.3],
        [-0.9, 0.6, 1.1],
      ]),
      0.3,
    ],
  ],
  any: (r) => {
    const [m, d] = [r.int(1, 6), r.int(1, 5)];
    const rows = (): Tensor => r.table(m, d, -1, 1);
    return [rows(), rows(), rows(), r.pick([0.1, 0.2, 0.5, 1])];
  },
  forbid: ["tripletMarginLoss", "tripletMarginWithDistanceLoss"],
  mistakes: {
    "no floor at 0": [
      replace(".clamp(0)", ""),
      "A triplet that is right by more than the margin brings something in. Then far negatives are pushed on for ever and pay for bad triplets. It costs 0.",
    ],
    "the floor under the mean": [
      replace(".clamp(0).mean()", ".mean().clamp(0)"),
      "The mean is kept at 0, not each triplet. A good triplet then makes up for a bad one. Clamp first, then average.",
    ],
    "positive and negative exchanged": [
      replace("near.sub(far)", "far.sub(near)"),
      "The signs are exchanged: this pushes the positive away and pulls the negative near.",
    ],
    "the margin taken off": [
      replace(".add(margin)", ".sub(margin)"),
      "The margin is taken off. Then a triplet costs nothing although its negative is the nearer one. Add it: the negative must be farther by that much.",
    ],
    "no margin": [
      replace(".add(margin)", ""),
      "The margin is missing. Without it a network that gives the same for every image costs nothing.",
    ],
    "the margin after the floor": [
      replace(".add(margin).clamp(0)", ".clamp(0).add(margin)"),
      "The margin is added after the floor, so that every triplet costs at least that much. Add it first.",
    ],
    "distances with a root": [
      replace("A.sub(P).square().sum(1)", "A.sub(P).square().sum(1).sqrt()"),
      replace("A.sub(N).square().sum(1)", "A.sub(N).square().sum(1).sqrt()"),
      "You took the root of the distances. Here they stay squared.",
    ],
    "sums of sizes": [
      replace("A.sub(P).square()", "A.sub(P).abs()"),
      replace("A.sub(N).square()", "A.sub(N).abs()"),
      "You added up the differences' sizes. The squared distance adds up their squares.",
    ],
    "from the positive to the negative": [
      replace("A.sub(N)", "P.sub(N)"),
      "The second distance begins at the positive. Both begin at the anchor.",
    ],
    "means over the numbers": [
      replace("A.sub(P).square().sum(1)", "A.sub(P).square().mean(1)"),
      replace("A.sub(N).square().sum(1)", "A.sub(N).square().mean(1)"),
      "You averaged over the numbers of a row. A squared distance is a sum, or the margin would mean something else for longer rows.",
    ],
    "a sum over the triplets": [
      replace(".clamp(0).mean()", ".clamp(0).sum()"),
      "You added up the triplets. Here the cost is their mean, so that it does not grow with the batch.",
    ],
    "down the columns": [
      replace("A.sub(P).square().sum(1)", "A.sub(P).square().sum(0)"),
      replace("A.sub(N).square().sum(1)", "A.sub(N).square().sum(0)"),
      "You added down the columns, over the triplets. A distance belongs to a triplet: along its row, direction 1.",
    ],
  },
  alternatives: {
    relu: [replace(".clamp(0)", ".relu()"), "What is below 0 becomes 0: that is ReLU."],
    maximum: [
      replace(
        "near.sub(far).add(margin).clamp(0).mean()",
        "near.add(margin).sub(far.minimum(near.add(margin))).mean()",
      ),
      "It takes off at most what there is, so nothing falls below 0.",
    ],
  },
});
