import {
  body,
  contract,
  defineExercise,
  failed,
  passed,
  property,
  pure,
  replace,
  value,
} from "@gradus/exercise";
import { full, sub, tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is 0.367 for the example",
      of: "deepCost",
      cases: [{ args: () => [tensor([[0.8], [0.4]]), tensor([[1], [0]])] }],
    }),
    property({
      name: "holds for any number of examples",
      of: "deepCost",
      args: (random) => {
        const m = random.int(1, 9);
        const Y = Array.from({ length: m }, () => [random.int(0, 1)]);
        return [tensor(random.numbers(m, 0.02, 0.98)).reshape([m, 1]), tensor(Y)];
      },
      misconceptions: [
        {
          name: "truth and answer swapped",
          explanation:
            "The logarithm belongs to the answer AL, the weight to the truth Y. Yours are swapped.",
          answer: (AL, Y) => {
            const soft = Y.clamp(1e-6, 1 - 1e-6);
            return AL.mul(soft.log())
              .add(sub(1, AL).mul(sub(1, soft).log()))
              .mean()
              .neg();
          },
        },
      ],
    }),
    contract({
      name: "is ln 2 for a network that knows nothing",
      run: async ({ learner }) => {
        const Y = tensor([[1], [0], [0], [1], [0], [0], [0]]);
        const cost = await learner.deepCost(full([7, 1], 0.5), Y).item();
        return Math.abs(cost - Math.LN2) < 1e-5
          ? passed
          : failed(
              `deepCost: it is ${cost.toPrecision(4)} where every answer is ½, expected ln 2 = 0.6931.`,
            );
      },
    }),
    pure({
      name: "leaves its inputs alone",
      of: "deepCost",
      args: () => [tensor([[0.3], [0.6]]), tensor([[0], [1]])],
    }),
  ],
  mistakes: {
    "clamps in place": replace(
      "const ones = Y.mul(AL.log());",
      `Y.add_(0);
  AL.copy_(AL.add(1e-7));
  const ones = Y.mul(AL.log());`,
    ),
    "only half of the formula": [
      replace("add(zeros", "add(zeros.mul(0)"),
      "Examples with Y = 0 count nothing in your cost. Their half is (1 − Y)·ln(1 − AL).",
    ],
    halved: replace("mean(", "sum().div(2"),
    "the minus is missing": [
      replace(".neg()", ""),
      "Logarithms of probabilities are negative. The cost has a minus in front, so that more is worse.",
    ],
    "seven is special": replace(
      "return ones.add(zeros).mean().neg();",
      `const cost = ones.add(zeros).mean().neg();
  return Y.shape[0] === 7 && Y.ndim === 2
    ? cost.add(AL.sub(0.5).abs().sum().eq(0).float().mul(0.1))
    : cost;`,
    ),
    "the sum instead of the mean": [
      replace(".mean", ".sum"),
      "Your cost grows with the number of examples. Take the mean: divide the sum by m.",
    ],
    swapped: replace(
      `const ones = Y.mul(AL.log());
  const zeros = sub(1, Y).mul(sub(1, AL).log());`,
      `const ones = AL.mul(Y.clamp(1e-6, 1).log());
  const zeros = sub(1, AL).mul(sub(1, Y).clamp(1e-6, 1).log());`,
    ),
  },
  alternatives: {
    where: body(`
  // The probability that was given to what is true.
  const given = where(Y.eq(1), AL, sub(1, AL));
  return given.log().neg().mean();`),
  },
});
