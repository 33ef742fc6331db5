import { defineExercise, property, type Random, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

const classes = (random: Random<Tensor>, shape: readonly number[], most: number): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.int(0, most)),
    { dtype: "int32" },
  ).reshape(shape);

const answers = (): Tensor =>
  tensor([0, 0, 1, 1, 2, 0, 0, 1, 2, 2, 0, 0], { dtype: "int32" }).reshape([2, 2, 3]);
const truth = (): Tensor =>
  tensor([0, 0, 1, 2, 2, 0, 1, 1, 2, 0, 0, 2], { dtype: "int32" }).reshape([2, 2, 3]);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "counts right pixels",
      of: "pixelAccuracy",
      cases: [{ args: () => [answers(), truth()], expected: tensor(2 / 3) }],
    }),
    value({
      name: "is right for three classes, and for one that is nowhere",
      of: "classIous",
      cases: [{ args: () => [answers(), truth(), 4] }],
    }),
    property({
      name: "is right for any classes",
      of: "classIous",
      runs: 12,
      edges: ["one"],
      args: (random) => {
        const shape = [random.int(1, 3), random.int(1, 4), random.int(1, 4)];
        const most = random.int(0, 3);
        return [
          classes(random, shape, most),
          classes(random, shape, most),
          most + 1 + random.int(0, 1),
        ];
      },
    }),
  ],
  mistakes: {
    "how many are right": [
      replace(".float().mean()", ".float().sum()"),
      "You count right pixels. Asked for is their share.",
    ],
    "how many are wrong": [
      replace("answers.eq(truth).float().mean()", "answers.ne(truth).float().mean()"),
      "This is the share of wrong pixels.",
    ],
    "recall instead of IoU": [
      replace("answers.eq(c).logicalOr(truth.eq(c))", "truth.eq(c)"),
      "You divide by the pixels that are of the class. This is the recall: a network that calls everything a bag would have 1 for bags. Divide by those that are it in either.",
    ],
    "precision instead of IoU": [
      replace("answers.eq(c).logicalOr(truth.eq(c))", "answers.eq(c)"),
      "You divide by the pixels that were called so. This is the precision: one right pixel would be enough for 1. Divide by those that are it in either.",
    ],
    "the accuracy of each class": [
      replace("answers.eq(c).logicalAnd(truth.eq(c))", "answers.eq(c).eq(truth.eq(c))"),
      replace("answers.eq(c).logicalOr(truth.eq(c))", "answers.ge(0)"),
      "You count pixels that rightly were *not* called so, too. Nearly all are, and every class looks good. Look only at pixels that are the class in one of the two.",
    ],
    "the shared ones count twice": [
      replace(
        "answers.eq(c).logicalOr(truth.eq(c)).float().sum()",
        "answers.eq(c).float().sum().add(truth.eq(c).float().sum())",
      ),
      "You add both numbers of pixels, so the shared ones are in it twice. Count those that are it in either.",
    ],
    Dice: [
      replace("shared.div(either.clamp(1))", "shared.mul(2).div(either.add(shared).clamp(1))"),
      "This is the Dice coefficient: twice the shared pixels over both numbers of pixels. It is a measure, too, and larger than the IoU, which divides the shared pixels by those that are it in either.",
    ],
    "nothing divided by nothing": [
      replace(
        "where(either.gt(0), shared.div(either.clamp(1)), onesLike(either))",
        "shared.div(either)",
      ),
      "A class that occurs nowhere gives 0 / 0. It should get 1.",
    ],
    "0 where there is nothing": [
      replace(
        "where(either.gt(0), shared.div(either.clamp(1)), onesLike(either))",
        "shared.div(either.clamp(1))",
      ),
      "A class that occurs nowhere gets 0. Nothing was to be found and nothing was claimed: it should get 1.",
    ],
    "three classes": replace(
      "Array.from({ length: classes }, (_, c) => c)",
      "[0, 1, 2, 3].slice(0, Math.max(3, classes))",
    ),
  },
  alternatives: {
    "both added, minus shared": [
      replace(
        "answers.eq(c).logicalOr(truth.eq(c)).float().sum()",
        "answers.eq(c).float().sum().add(truth.eq(c).float().sum()).sub(answers.eq(c).logicalAnd(truth.eq(c)).float().sum())",
      ),
      "As with boxes: both areas, minus what is shared.",
    ],
  },
});
