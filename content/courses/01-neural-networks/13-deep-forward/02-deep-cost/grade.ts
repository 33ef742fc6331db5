import { contract, defineGrade, failed, passed, property, pure, value } from "@gradus/exercise";
import { full, sub, tensor } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is 0.367 for the example",
    of: "deepCost",
    cases: [{ args: () => [tensor([[0.8], [0.4]]), tensor([[1], [0]])] }],
    misconceptions: [
      {
        name: "the minus is missing",
        explanation:
          "Logarithms of probabilities are negative. The cost has a minus in front, so that more is worse.",
        answer: (AL, Y) =>
          Y.mul(AL.log())
            .add(sub(1, Y).mul(sub(1, AL).log()))
            .mean(),
      },
      {
        name: "only half of the formula",
        explanation:
          "Examples with Y = 0 count nothing in your cost. Their half is (1 − Y)·ln(1 − AL).",
        answer: (AL, Y) => Y.mul(AL.log()).mean().neg(),
      },
      {
        name: "the sum instead of the mean",
        explanation:
          "Your cost grows with the number of examples. Take the mean: divide the sum by m.",
        answer: (AL, Y) =>
          Y.mul(AL.log())
            .add(sub(1, Y).mul(sub(1, AL).log()))
            .sum()
            .neg(),
      },
    ],
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
]);
