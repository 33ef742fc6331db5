import { body, defineExercise, every, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "computeCost",
  example: [
    "is 0.7419 for the example",
    () => [tensor([[0.9], [0.4], [0.2]]), tensor([[1], [0], [1]])],
  ],
  any: (r) => {
    const m = r.int(1, 9);
    return [r.probabilities([m, 1]), r.bits([m, 1])];
  },
  mistakes: {
    "the sum instead of the mean": [
      replace(".mean()", ".sum()"),
      "Your cost grows with the number of examples. Take the mean: divide by m.",
    ],
    "only the first term": [
      replace("\n    .add(sub(1, Y).mul(sub(1, A2).log()))", ""),
      "Examples with Y = 0 cost nothing here. Their half is (1 − Y)·ln(1 − A2): add it.",
    ],
    "a column met a row": [
      body(`
        const a = A2.squeeze(1);
        return Y.mul(a.log()).add(sub(1, Y).mul(sub(1, a).log())).mean().neg();`),
      "One of your tensors is [m], the other [m, 1]. They broadcast to [m, m], and every answer is held against every truth. Keep both as columns.",
    ],
    "the logarithm to base 10": [
      every(".log()", ".log10()"),
      "Your cost is too small by the factor ln 10. Take the natural logarithm: log().",
    ],
    "the logarithm to base 2": [
      every(".log()", ".log2()"),
      "Your cost is too large by the factor 1/ln 2. Take the natural logarithm: log().",
    ],
    "the minus is missing": [
      replace("\n    .neg()", ""),
      "Logarithms of probabilities are negative. The cost has a minus in front, so that more is worse.",
    ],
    "half of it": [
      replace(".mean()", ".mean().div(2)"),
      "Your cost is half of what it should be. There is 1/m in front of this sum, not 1/(2m).",
    ],
    "always divided by 3": [
      replace("mean()\n    .neg()", "sum()\n    .div(-3)"),
      "You divide by 3, the number of examples in the task. Use the number there are.",
    ],
    "answers near 0 and 1 are cut off": [
      every("A2.log()", "A2.clamp(0.01, 0.99).log()"),
      replace("sub(1, A2)", "sub(1, A2.clamp(0.01, 0.99))"),
      "You keep the answers between 0.01 and 0.99, so no example can cost more than 4.6. An answer of 0.001 where 1 is true costs 6.9.",
    ],
    "the library's cost": body("return nn.functional.binaryCrossEntropy(A2, Y);"),
  },
  alternatives: {
    picked: [
      body(`
        // The probability given to what was true.
        const right = where(Y.eq(1), A2, sub(1, A2));
        return right.log().mean().neg();`),
      "It first picks the probability that was given to the truth, and then takes one logarithm.",
    ],
  },
  forbid: ["binaryCrossEntropy", "nn.BCELoss.forward", "binaryCrossEntropyWithLogits"],
});
