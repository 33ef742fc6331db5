import { body, defineExercise, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "f1",
  example: ["is right for three models", () => [tensor([0.5, 0.9, 0.3]), tensor([0.7, 0.1, 0.3])]],
  any: (random) => {
    const n = random.int(1, 6);
    return [random.list(n, 0.05, 1), random.list(n, 0.05, 1)];
  },
  checks: [
    value({
      name: "is 0 where both are 0, or one of them",
      of: "f1",
      cases: [{ args: () => [tensor([0, 0, 0.6]), tensor([0, 0.4, 0])] }],
    }),
  ],
  mistakes: {
    "the usual mean": [
      body("return precision.add(recall).div(2);"),
      "This is the usual mean. It calls 0.9 and 0.1 as good as 0.5 and 0.5; the harmonic mean is near the smaller one.",
    ],
    "the root of the product": [
      body("return precision.mul(recall).sqrt();"),
      "This is the geometric mean, the root of the product. F1 is twice the product, divided by the sum.",
    ],
    "the smaller one": [
      body("return where(precision.lt(recall), precision, recall);"),
      "You take the smaller of the two. F1 is near it, but the larger one counts a little, too.",
    ],
    "half of it": [
      replace(".mul(2)", ""),
      "The factor 2 is missing: for two equal numbers the answer should be that number.",
    ],
    "nothing divided by nothing": [
      replace("product.div(safe)", "product.div(sum)"),
      "Where precision and recall are both 0 your answer is NaN. It should be 0.",
    ],
    "a little added": [
      replace("product.div(safe)", "product.div(sum.add(0.01))"),
      "You add something to the sum everywhere, which changes every answer. Change the sum only where it is 0.",
    ],
    "one where both are 0": [
      replace("product.div(safe)", "where(sum.gt(0), product.div(safe), onesLike(sum))"),
      "Where precision and recall are both 0 your answer is 1. It should be 0.",
    ],
    "the sum of the squares": [
      replace("precision.add(recall)", "precision.square().add(recall.square())"),
      "You divide by the sum of the squares. F1 divides by the sum of precision and recall.",
    ],
    "only the product": [
      replace("product.div(safe)", "product"),
      "This is twice the product. Divide it by the sum of the two.",
    ],
  },
  alternatives: {
    "one divided by a mean of inverses": [
      body(
        "const both = where(precision.mul(recall).gt(0), precision.reciprocal().add(recall.reciprocal()).div(2).reciprocal(), precision.mul(0));\n  return both;",
      ),
      "The harmonic mean as its name says: 1 divided by the mean of 1 / p and 1 / r.",
    ],
    "the product is 0 anyway": [
      replace("where(sum.gt(0), sum, onesLike(sum))", "sum.clamp(1e-30)"),
      "Where the sum is 0 the product is 0 as well, so any divisor that is not 0 will do.",
    ],
  },
});
