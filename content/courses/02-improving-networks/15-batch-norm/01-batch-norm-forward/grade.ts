import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "batchNormForward",
  example: [
    "is right for four examples and three units",
    () => [
      tensor([
        [1, -2, 10],
        [3, 0.5, 14],
        [2, 4, -6],
        [5, 1, 3],
      ]),
      tensor([2, 0.5, -1]),
      tensor([0.3, -1, 4]),
      0.25,
    ],
  ],
  any: (random) => {
    const [m, units] = [random.int(1, 6), random.int(1, 5)];
    return [
      random.table(m, units, -3, 3),
      random.list(units, -2, 2),
      random.list(units, -2, 2),
      random.pick([0.1, 0.5]),
    ];
  },
  edges: ["one", "equal"],
  forbid: ["nn.BatchNorm1d.forward", "layerNorm", "groupNorm"],
  standard: {
    axis: "You normalised each example. Batch norm normalises each unit over the examples: down the columns, direction 0.",
  },
  mistakes: {
    "each example instead of each unit": [
      replace("Z.sub(Z.mean(0))", "Z.sub(Z.mean(1, { keepdim: true }))"),
      replace("centred.square().mean(0)", "centred.square().mean(1, { keepdim: true })"),
      "You normalised each example, along its row. That is layer norm. Batch norm normalises each unit over the examples: direction 0.",
    ],
    "the whole table at once": [
      replace("Z.sub(Z.mean(0))", "Z.sub(Z.mean())"),
      replace("centred.square().mean(0)", "centred.square().mean()"),
      "You took one mean and one spread for the whole table. Each unit has its own.",
    ],
    "eps outside the root": [
      replace(".mean(0).add(eps).sqrt()", ".mean(0).sqrt().add(eps)"),
      "You added eps to the root. It goes under the root, to the variance.",
    ],
    "eps is missing": [
      replace(".add(eps)", ""),
      "eps is missing. A unit that gives the same for all examples has a variance of 0.",
    ],
    "the root is missing": [
      replace(".add(eps).sqrt()", ".add(eps)"),
      "You divided by the variance. Divide by its root, the spread.",
    ],
    "over m − 1": [
      replace("centred.square().mean(0)", "Z.var(0)"),
      "Your variance is over m − 1. For normalising a batch it is the mean over m. PyTorch uses m − 1 only for what it remembers.",
    ],
    "the mean stays": [
      replace("centred.div(spread)", "Z.div(spread)"),
      "The mean is not taken off before dividing. Divide what is centred.",
    ],
    "gamma and beta exchanged": [
      replace("normed.mul(gamma).add(beta)", "normed.mul(beta).add(gamma)"),
      "gamma and beta have changed places: gamma multiplies, beta is added.",
    ],
    "beta first": [
      replace("normed.mul(gamma).add(beta)", "normed.add(beta).mul(gamma)"),
      "beta is added before multiplying by gamma. First the scale, then the shift.",
    ],
    "no scale and no shift": [
      replace("normed.mul(gamma).add(beta)", "normed"),
      "This is the normalised table. Multiply by gamma and add beta.",
    ],
    "the variance in the cache": [
      replace(
        "cache: { normed, spread, gamma }",
        "cache: { normed, spread: spread.square(), gamma }",
      ),
      "The cache holds the variance under spread. Keep the root, which you divided by.",
    ],
    "the answer in the cache": [
      replace("cache: { normed, spread, gamma }", "cache: { normed: out, spread, gamma }"),
      "The cache holds the scaled table under normed. Keep it as it was before gamma and beta.",
    ],
  },
  alternatives: {
    "the library's variance": [
      replace("centred.square().mean(0)", "Z.var(0, { correction: 0 })"),
      "The library has a call for the variance over m.",
    ],
    "mean of squares": [
      replace("centred.square().mean(0)", "Z.square().mean(0).sub(Z.mean(0).square())"),
      "The mean of the squares minus the square of the mean is the variance, too.",
    ],
  },
});
