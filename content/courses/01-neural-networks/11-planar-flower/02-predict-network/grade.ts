import { defineGrade, property, pure, type Random, value } from "@gradus/exercise";
import { tensor, zeros } from "gradus";
import { forwardPropagation } from "../../09-one-hidden-layer/03-forward-propagation/solution.ts";

function network(random: Random) {
  const [m, n, h] = [random.int(2, 7), random.int(1, 4), random.int(1, 5)];
  const matrix = (rows: number, columns: number) =>
    tensor(random.numbers(rows * columns, -2, 2)).reshape([rows, columns]);
  return [
    {
      W1: matrix(h, n),
      b1: tensor(random.numbers(h)),
      W2: matrix(1, h),
      b2: tensor(random.numbers(1)),
    },
    matrix(m, n),
  ] as const;
}

const example = () =>
  [
    {
      W1: tensor([
        [1, 0],
        [0, 1],
      ]),
      b1: tensor([0, 0]),
      W2: tensor([[1, -1]]),
      b2: tensor([0.2]),
    },
    tensor([
      [1, 0],
      [0, 1],
      [0.1, 0.2],
      [-1, -2],
    ]),
  ] as const;

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for four points",
    of: "predictNetwork",
    cases: [{ args: example }],
    misconceptions: [
      {
        name: "answers instead of predictions",
        explanation: "These are the probabilities. Say 1 where they are above 0.5, else 0.",
        answer: (parameters, X) => forwardPropagation(X, parameters).A2,
      },
      {
        name: "the sum above one half",
        explanation:
          "You compared Z2 with 0.5. The answer A2 is above one half where Z2 is above 0.",
        answer: (parameters, X) => forwardPropagation(X, parameters).cache.Z2.gt(0.5).float(),
      },
      {
        name: "true and false",
        explanation:
          "Your tensor holds true and false. Labels are numbers: turn them into 1 and 0 with .float().",
        answer: (parameters, X) => forwardPropagation(X, parameters).A2.gt(0.5),
      },
      {
        name: "a list instead of a column",
        explanation:
          "Your answer has shape [4]. Y is a column this week, [m, 1], and predictions have to match it.",
        answer: (parameters, X) => forwardPropagation(X, parameters).A2.gt(0.5).float().squeeze(1),
      },
    ],
  }),
  property({
    name: "holds for any network",
    of: "predictNetwork",
    args: network,
    misconceptions: [
      {
        name: "a hidden unit's answer",
        explanation: "You looked at the hidden layer. The network's answer is A2.",
        answer: (parameters, X) =>
          forwardPropagation(X, parameters).cache.A1.narrow(1, 0, 1).gt(0.5).float(),
      },
    ],
  }),
  value({
    name: "says 0 for exactly one half",
    of: "predictNetwork",
    cases: [
      {
        name: "a network of zeros",
        args: () => [
          { W1: zeros([2, 1]), b1: zeros([2]), W2: zeros([1, 2]), b2: zeros([1]) },
          tensor([[3]]),
        ],
        expected: tensor([[0]]),
      },
    ],
    misconceptions: [
      {
        name: "one half counts as yes",
        explanation:
          "A network that knows nothing says 1. The answer has to be above one half: .gt, not .ge.",
        answer: (parameters, X) => forwardPropagation(X, parameters).A2.ge(0.5).float(),
      },
    ],
  }),
  pure({ name: "leaves its inputs alone", of: "predictNetwork", args: example }),
]);
