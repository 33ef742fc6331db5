import { defineExercise, every, property, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "sampleLog",
  example: ["is right for 0.0001 to 1", () => [tensor([0, 0.5, 1]), 0.0001, 1]],
  any: (random) => [
    random.table(random.int(1, 4), random.int(1, 4), 0, 1),
    random.pick([1e-5, 0.01, 2]),
    random.pick([3, 10, 500]),
  ],
  checks: [
    value({
      name: "samples β by its distance to 1",
      of: "sampleBeta",
      cases: [{ args: () => [tensor([0, 0.5, 1]), 0.9, 0.999] }],
    }),
    property({
      name: "samples β for any range",
      of: "sampleBeta",
      args: (random) => [
        random.list(random.int(1, 5), 0, 1),
        0.5,
        random.pick([0.9, 0.99, 0.9999]),
      ],
    }),
  ],
  mistakes: {
    "every number as likely": [
      replace("u.mul(Math.log(factor)).exp().mul(low)", "u.mul(high - low).add(low)"),
      "You took a part of the way in steps. Then nine of ten tries between 0.1 and 1 are above 0.19. On a log scale equal parts of the way are equal factors.",
    ],
    "low is missing": [
      replace(".exp().mul(low)", ".exp()"),
      "At u = 0 your answer is 1. The power is a factor: multiply low by it.",
    ],
    "the exponent itself": [
      replace(
        "u.mul(Math.log(factor)).exp().mul(low)",
        "u.mul(Math.log(factor)).add(Math.log(low))",
      ),
      "These are the logarithms of the answer. Take e to their power.",
    ],
    "the exponent of ten itself": [
      replace(
        "u.mul(Math.log(factor)).exp().mul(low)",
        "u.mul(Math.log10(factor)).add(Math.log10(low))",
      ),
      "These are the exponents: the answer is 10 to their power.",
    ],
    "e to the power of a logarithm of ten": [
      replace(
        "u.mul(Math.log(factor)).exp().mul(low)",
        "u.mul(Math.log10(factor)).add(Math.log10(low)).exp()",
      ),
      "You took logarithms with base 10 and a power of e. Both have to have the same base: Math.log goes with exp.",
    ],
    "u to the power of the factor": [
      replace("u.mul(Math.log(factor)).exp().mul(low)", "u.pow(factor).mul(low)"),
      "You raised u to the power of the factor. It is the other way round: the factor to the power u.",
    ],
    "powers of ten of the natural logarithm": [
      replace("u.mul(Math.log(factor)).exp()", "u.mul(Math.log(factor) * Math.LN10).exp()"),
      "You took a natural logarithm and a power of 10. Both have to have the same base.",
    ],
    "the other way round": [
      replace("const factor = high / low", "const factor = low / high"),
      "Your numbers run from low to even lower. The factor that leads from low to high is high / low.",
    ],
    "β itself on a log scale": [
      replace("sub(1, sampleLog(u, 1 - low, 1 - high))", "sampleLog(u, low, high)"),
      "You sampled β itself. From 0.9 to 0.999 that is nearly even. The distance 1 − β has to be on the log scale.",
    ],
    "the ends are swapped": [
      replace("sampleLog(u, 1 - low, 1 - high)", "sampleLog(u, 1 - high, 1 - low)"),
      "Your β runs from high to low. The distance to 1 begins at 1 − low and ends at 1 − high.",
    ],
    "always from 0.9": replace("sampleLog(u, 1 - low, 1 - high)", "sampleLog(u, 0.1, 1 - high)"),
    "the distance, not β": [
      replace("sub(1, sampleLog(u, 1 - low, 1 - high))", "sampleLog(u, 1 - low, 1 - high)"),
      "This is 1 − β. Subtract it from 1.",
    ],
  },
  alternatives: {
    "a power": [
      replace("u.mul(Math.log(factor)).exp().mul(low)", "u.mul(0).add(factor).pow(u).mul(low)"),
      "It takes the power as it stands in the text, without a logarithm.",
    ],
    "between the logarithms": [
      every(
        "u.mul(Math.log(factor)).exp().mul(low)",
        "u.mul(Math.log(high) - Math.log(low)).add(Math.log(low)).exp()",
      ),
      "The way from one logarithm to the other, and back with exp.",
    ],
  },
});
