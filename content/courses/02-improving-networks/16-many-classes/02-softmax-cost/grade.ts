import { body, defineExercise, type Random, replace, value } from "@gradus/exercise";
import { eye, type Tensor, tensor } from "gradus";

const truths = (random: Random, m: number, classes: number): Tensor =>
  eye(classes).indexSelect(
    0,
    tensor(
      Array.from({ length: m }, () => random.int(0, classes - 1)),
      { dtype: "int32" },
    ),
  );

export default defineExercise<typeof import("./solution.ts")>({
  of: "softmaxCost",
  example: [
    "is right for three examples of four classes",
    () => [
      tensor([
        [2, 1, -1, 0.5],
        [0, 3, 0.3, -2],
        [-1, 0.4, 1.6, 1],
      ]),
      tensor([
        [1, 0, 0, 0],
        [0, 0, 0, 1],
        [0, 0, 1, 0],
      ]),
    ],
  ],
  any: (random) => {
    const [m, classes] = [random.int(1, 6), random.int(2, 6)];
    return [random.tensor([m, classes], -4, 4), truths(random, m, classes)];
  },
  edges: ["one", "equal"],
  checks: [
    value({
      name: "stays a number for scores of a thousand",
      of: "softmaxCost",
      cases: [
        {
          name: "a sure answer that is wrong",
          args: () => [tensor([[200, 0]]), tensor([[0, 1]])],
        },
        {
          name: "large scores on both sides of 0",
          args: () => [
            tensor([
              [1000, 0, 10],
              [-1000, -1003, -1001],
            ]),
            tensor([
              [0, 1, 0],
              [1, 0, 0],
            ]),
          ],
        },
      ],
    }),
  ],
  forbid: ["softmax", "logSoftmax", "logsumexp", "crossEntropy", "nllLoss"],
  mistakes: {
    "the largest score is not subtracted": [
      replace("Z.sub(Z.amax(1, { keepdim: true }))", "Z"),
      "e to the power 1000 is Infinity. Subtract each row's largest score before exp: the shares stay the same.",
    ],
    "the logarithm of a share that became 0": [
      body(
        "const e = Z.sub(Z.amax(1, { keepdim: true })).exp();\n  return Y.mul(e.div(e.sum(1, { keepdim: true })).log()).sum(1).mean().neg();",
      ),
      "You compute the shares and then their logarithm. A share can be so small that it is stored as 0, and the logarithm of 0 is −Infinity. Take the score minus the logarithm of the sum.",
    ],
    "one largest score for all rows": [
      replace("Z.amax(1, { keepdim: true })", "Z.amax()"),
      "You subtracted the largest score of the whole table. In a row of small scores every power then becomes 0. Each row has its own: amax(1, { keepdim: true }).",
    ],
    "subtracted in the sum alone": [
      replace("const logs = shifted.sub(", "const logs = Z.sub("),
      "You subtracted the largest score inside the sum, and not from the score before it. It cancels only if both lose it.",
    ],
    "all down the columns": [
      replace("Z.amax(1, { keepdim: true })", "Z.amax(0, { keepdim: true })"),
      replace("shifted.exp().sum(1, { keepdim: true })", "shifted.exp().sum(0, { keepdim: true })"),
      "You went down the columns, for the largest score and for the sum. The scores of one example stand in a row: direction 1.",
    ],
    "a little added to the shares": [
      body(
        "const e = Z.sub(Z.amax(1, { keepdim: true })).exp();\n  const p = e.div(e.sum(1, { keepdim: true }));\n  return Y.mul(p.add(1e-8).log()).sum(1).mean().neg();",
      ),
      "You add a little to the shares before the logarithm. That avoids −Infinity and gives a wrong cost: a share that became 0 always costs the same. Take the score minus the logarithm of the sum.",
    ],
    "a mean over classes too": [
      replace("Y.mul(logs).sum(1).mean()", "Y.mul(logs).mean()"),
      "You averaged over examples and classes. The cost of an example is a sum over its classes; only over the examples is it a mean.",
    ],
    "a sum over the examples": [
      replace("Y.mul(logs).sum(1).mean()", "Y.mul(logs).sum()"),
      "You added up the examples. The cost is their mean, or it grows with the batch.",
    ],
    "shares instead of their logarithms": [
      replace("Y.mul(logs)", "Y.mul(logs.exp())"),
      "You averaged the shares of the true classes. The cost is made of their logarithms.",
    ],
    "shares down the columns": [
      replace("shifted.exp().sum(1, { keepdim: true })", "shifted.exp().sum(0, { keepdim: true })"),
      "The powers are added up down the columns. The shares of one example add up to 1: along its row, direction 1.",
    ],
    "a sigmoid for each class": [
      body("const p = Z.sigmoid();\n  return Y.mul(p.log()).sum(1).mean().neg();"),
      "You squashed each score alone. With a sigmoid the classes know nothing of one another; softmax makes them share.",
    ],
    "the false classes pay too": [
      body(
        "const e = Z.sub(Z.amax(1, { keepdim: true })).exp();\n  const p = e.div(e.sum(1, { keepdim: true }));\n  const no = Y.neg().add(1);\n  return Y.mul(p.log()).add(no.mul(p.neg().add(1).log())).sum(1).mean().neg();",
      ),
      "This is the cross-entropy of many yes-or-no questions. With softmax a false class pays through the sum already, so only the true one stands in the cost.",
    ],
    "the scores of the true classes": [
      replace("Y.mul(logs)", "Y.mul(shifted)"),
      "The logarithm of the sum is missing: this only looks at how far the true score is below the largest.",
    ],
  },
  alternatives: {
    "sum minus score": [
      body(
        "const largest = Z.amax(1);\n  const sums = Z.sub(largest.reshape([-1, 1])).exp().sum(1).log().add(largest);\n  return sums.sub(Z.mul(Y).sum(1)).mean();",
      ),
      "It puts the largest score back after the logarithm and subtracts the true score from that.",
    ],
  },
});
