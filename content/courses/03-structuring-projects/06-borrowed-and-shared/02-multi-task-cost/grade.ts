import { body, defineExercise, replace, value } from "@gradus/exercise";
import { full, tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "multiTaskCost",
  example: [
    [
      "is right for three images and two questions",
      () => [
        tensor([
          [0.5, 3],
          [2, -1],
          [-0.7, 1.5],
        ]),
        tensor([
          [1, -1],
          [0, 0],
          [1, -1],
        ]),
      ],
    ],
    [
      "stays a number where scores are large",
      () => [
        tensor([
          [1000, -1000],
          [-1000, 1000],
        ]),
        tensor([
          [0, 0],
          [-1, 1],
        ]),
      ],
    ],
  ],
  any: (random) => {
    const [m, n] = [random.int(1, 5), random.int(1, 4)];
    const labels = Array.from({ length: m }, () =>
      Array.from({ length: n }, () => random.int(-1, 1)),
    );
    // One place at least is known.
    (labels[0] as number[])[0] = random.int(0, 1);
    return [random.table(m, n, -3, 3), tensor(labels)];
  },
  edges: ["one", "equal"],
  checks: [
    value({
      name: "is 0 where nothing is known",
      of: "multiTaskCost",
      cases: [{ args: () => [tensor([[0.4, -2]]), full([1, 2], -1)] }],
    }),
  ],
  mistakes: {
    "missing counts as no": [
      body(
        "const yes = labels.clamp(0);\n  return nn.functional.softplus(scores).sub(yes.mul(scores)).mean();",
      ),
      "A missing answer counts as no in your cost. The network would learn that whatever nobody has labelled is not there: leave these places out.",
    ],
    "no mask": [
      replace("losses.mul(known).sum().div(known.sum().clamp(1))", "losses.mean()"),
      "Places with the label −1 are in your mean, as if −1 were an answer. Multiply by 0 where it is not known.",
    ],
    "divided by all places": [
      replace("known.sum().clamp(1)", "known.numel()"),
      "You divide by the number of all places. Divide by how many are known; otherwise a batch with few answers would count less.",
    ],
    "divided by the images": [
      replace("known.sum().clamp(1)", "scores.size(0)"),
      "You divide by the number of images. The mean is over all known places.",
    ],
    "a mean of means": [
      replace(
        "losses.mul(known).sum().div(known.sum().clamp(1))",
        "losses.mul(known).sum(0).div(known.sum(0).clamp(1)).mean()",
      ),
      "You take the mean for each question, and then the mean of those. Here every known place counts the same.",
    ],
    "a mean for each image": [
      replace(
        "losses.mul(known).sum().div(known.sum().clamp(1))",
        "losses.mul(known).sum(1).div(known.sum(1).clamp(1)).mean()",
      ),
      "You take the mean for each image, and then the mean of those. Here every known place counts the same.",
    ],
    "scores are masked": [
      body(
        "const known = labels.ge(0).float();\n  return nn.functional.softplus(scores.mul(known)).sub(labels.mul(known).mul(scores)).mean();",
      ),
      "You set missing scores to 0. A score of 0 has a loss, too, 0.69: mask the losses, and divide by how many places are known.",
    ],
    "images with a gap are left out": [
      replace(
        "const known = labels.ge(0).float();",
        "const known = labels.amin(1, { keepdim: true }).ge(0).float().expand(labels.shape);",
      ),
      "An image with one missing answer is left out as a whole. Its known answers count.",
    ],
    "only yes is known": [
      replace("labels.ge(0)", "labels.gt(0)"),
      "Only places with a yes count in your cost. A no is known as well: 0 or more.",
    ],
    "nothing divided by nothing": [
      replace("known.sum().clamp(1)", "known.sum()"),
      "Where no answer is known you divide 0 by 0, which is NaN. The answer is 0: let the divisor be at least 1.",
    ],
    "a logarithm of 0": [
      body(
        "const known = labels.ge(0).float();\n  const a = scores.sigmoid();\n  const losses = labels.mul(a.log()).add(labels.neg().add(1).mul(a.neg().add(1).log())).neg();\n  return losses.mul(known).sum().div(known.sum().clamp(1));",
      ),
      "With large scores the sigmoid is exactly 0 or 1, and its logarithm is infinite. Compute the loss from the score: softplus minus label times score.",
    ],
    "the mean of the scores": replace(
      "nn.functional.softplus(scores).sub(labels.mul(scores))",
      "scores.sub(labels.mul(scores))",
    ),
  },
  alternatives: {
    "only the places that are known": [
      body(
        'const known = labels.ge(0);\n  const count = known.float().sum().clamp(1);\n  const losses = nn.functional.binaryCrossEntropyWithLogits(scores, labels.clamp(0), { reduction: "none" });\n  return losses.mul(known.float()).sum().div(count);',
      ),
      "The library's loss for each place, and the mask afterwards.",
    ],
    "weights in the library's call": [
      body(
        'const weight = labels.ge(0).float();\n  return nn.functional.binaryCrossEntropyWithLogits(scores, labels.clamp(0), { weight, reduction: "sum" }).div(weight.sum().clamp(1));',
      ),
      "The mask goes into the call as a weight for each place.",
    ],
  },
});
