import { body, defineExercise, every, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "deepCost",
  example: [
    "is right for three examples",
    () => [tensor([[0.8], [0.4], [0.7]]), tensor([[1], [0], [0]])],
  ],
  any: (r) => {
    const m = r.int(1, 9);
    return [r.probabilities([m, 1]), r.bits([m, 1])];
  },
  mistakes: {
    "only half of the formula": [
      replace("ones.add(zeros)", "ones"),
      "Examples with Y = 0 count nothing in your cost. Their half is (1 − Y)·ln(1 − AL).",
    ],
    "only the other half": [
      replace("ones.add(zeros)", "zeros"),
      "Examples with Y = 1 count nothing in your cost. Their half is Y·ln(AL).",
    ],
    "the minus is missing": [
      replace(".neg()", ""),
      "Logarithms of probabilities are negative. The cost has a minus in front, so that more is worse.",
    ],
    "the sum instead of the mean": [
      replace(".mean", ".sum"),
      "Your cost grows with the number of examples. Take the mean: divide the sum by m.",
    ],
    "half of it": [
      replace("mean()", "mean().div(2)"),
      "Your cost is half of what it should be. There is 1/m in front of this sum, not 1/(2m).",
    ],
    "always divided by 3": [
      replace("mean()", "sum().div(3)"),
      "You divide by 3, as if there were always three examples. m is their number.",
    ],
    "truth and answer swapped": [
      replace("Y.mul(AL.log())", "AL.mul(Y.clamp(1e-6, 1).log())"),
      replace("sub(1, Y).mul(sub(1, AL).log())", "sub(1, AL).mul(sub(1, Y).clamp(1e-6, 1).log())"),
      "The logarithm belongs to the answer AL, the weight to the truth Y. Yours are swapped.",
    ],
    "a column met a row": [
      body(`
        const y = Y.reshape([-1]);
        return y.mul(AL.log()).add(sub(1, y).mul(sub(1, AL).log())).mean().neg();`),
      "One of your tensors is [m], the other [m, 1]. They broadcast to [m, m], and every answer is held against every truth. Keep both as columns.",
    ],
    "squashed again": [
      body(`
        const a = AL.sigmoid();
        return Y.mul(a.log()).add(sub(1, Y).mul(sub(1, a).log())).mean().neg();`),
      "You put AL through a sigmoid. They are probabilities already: the last layer has squashed them.",
    ],
    "the logarithm to base 2": [
      every(".log()", ".log2()"),
      "Your cost is too large by the factor 1/ln 2. Take the natural logarithm: log().",
    ],
    "answers near 0 and 1 are cut off": [
      replace("AL.log()", "AL.clamp(0.01, 0.99).log()"),
      replace("sub(1, AL).log()", "sub(1, AL.clamp(0.01, 0.99)).log()"),
      "You keep the answers between 0.01 and 0.99, so no example can cost more than 4.6. An answer of 0.001 where 1 is true costs 6.9.",
    ],
    "not a single number": [
      replace("mean().neg()", "neg()"),
      "You return the loss of each example. The cost is their mean, one number.",
    ],
    "the library's cost": body("return new nn.BCELoss().call(AL, Y);"),
  },
  alternatives: {
    where: [
      body(`
        // The probability that was given to what is true.
        const given = where(Y.eq(1), AL, sub(1, AL));
        return given.log().neg().mean();`),
      "It first picks the probability that was given to the truth, and then takes one logarithm.",
    ],
    "read as plain numbers": [
      body(`
        const read = async (): Promise<Tensor> => {
          const [a, y] = [await AL.data(), await Y.data()];
          let total = 0;
          for (const [i, answer] of [...a].map(Number).entries())
            total -= Number(y[i]) * Math.log(answer) + (1 - Number(y[i])) * Math.log(1 - answer);
          return tensor(total / a.length);
        };
        return read() as unknown as Tensor;`),
      "It reads the numbers and adds them up in a loop: right, and slow. The promise of a tensor does for a tensor.",
    ],
  },
  forbid: ["binaryCrossEntropy", "nn.BCELoss.forward", "binaryCrossEntropyWithLogits"],
});
