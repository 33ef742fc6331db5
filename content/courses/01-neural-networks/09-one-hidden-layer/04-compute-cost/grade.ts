import { defineGrade, property, pure, value } from "@gradus/exercise";
import { sub, type Tensor, tensor } from "gradus";

/** The logarithm's terms, before they are joined. */
const terms = (A2: Tensor, Y: Tensor, log = (t: Tensor): Tensor => t.log()): Tensor =>
  Y.mul(log(A2)).add(sub(1, Y).mul(log(sub(1, A2))));

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is 0.7419 for the example",
    of: "computeCost",
    cases: [{ args: () => [tensor([[0.9], [0.4], [0.2]]), tensor([[1], [0], [1]])] }],
    misconceptions: [
      {
        name: "the sum instead of the mean",
        explanation: "Your cost grows with the number of examples. Take the mean: divide by m.",
        answer: (A2, Y) => terms(A2, Y).sum().neg(),
      },
      {
        name: "only the first term",
        explanation:
          "Examples with Y = 0 cost nothing here. Their half is (1 − Y)·ln(1 − A2): add it.",
        answer: (A2, Y) => Y.mul(A2.log()).mean().neg(),
      },
      {
        name: "a column met a row",
        explanation:
          "One of your tensors is [m], the other [m, 1]. They broadcast to [m, m], and every answer is held against every truth. Keep both as columns.",
        answer: (A2, Y) => terms(A2.squeeze(1), Y).mean().neg(),
      },
      {
        name: "the logarithm to base 10",
        explanation:
          "Your cost is too small by the factor ln 10. Take the natural logarithm: log().",
        answer: (A2, Y) =>
          terms(A2, Y, (t) => t.log10())
            .mean()
            .neg(),
      },
      {
        name: "the minus is missing",
        explanation:
          "Logarithms of probabilities are negative. The cost has a minus in front, so that more is worse.",
        answer: (A2, Y) => terms(A2, Y).mean(),
      },
    ],
  }),
  property({
    name: "holds for any number of examples",
    of: "computeCost",
    args: (random) => {
      const m = random.int(1, 9);
      const Y = Array.from({ length: m }, () => [random.int(0, 1)]);
      return [tensor(random.numbers(m, 0.02, 0.98)).reshape([m, 1]), tensor(Y)];
    },
    misconceptions: [
      {
        name: "always divided by 3",
        explanation:
          "You divide by 3, the number of examples in the task. Use the number there are.",
        answer: (A2, Y) => terms(A2, Y).sum().div(-3),
      },
    ],
  }),
  pure({
    name: "leaves its inputs alone",
    of: "computeCost",
    args: () => [tensor([[0.3], [0.6]]), tensor([[0], [1]])],
  }),
]);
