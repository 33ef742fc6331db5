import { defineExercise, property, pure, type Random, replace, value } from "@gradus/exercise";
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

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for four points",
      of: "predictNetwork",
      cases: [{ args: example }],
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
    }),
    pure({ name: "leaves its inputs alone", of: "predictNetwork", args: example }),
  ],
  mistakes: {
    "answers instead of predictions": [
      replace("A2.gt(0.5).float()", "A2"),
      "These are the probabilities. Say 1 where they are above 0.5, else 0.",
    ],
    "true and false": [
      replace(".float()", ""),
      "Your tensor holds true and false. Labels are numbers: turn them into 1 and 0 with .float().",
    ],
    "four points": replace(
      "return forwardPropagation(X, parameters).A2.gt(0.5).float();",
      `return forwardPropagation(X.narrow(0, 0, Math.min(4, X.size(0))), parameters)
    .A2.gt(0.5)
    .float();`,
    ),
    "one half counts as yes": [
      replace("A2.gt", "A2.ge"),
      "A network that knows nothing says 1. The answer has to be above one half: .gt, not .ge.",
    ],
    "in place": replace(
      "return forwardPropagation(X, parameters).A2.gt(0.5).float();",
      `const answer = forwardPropagation(X, parameters).A2.gt(0.5).float();
  parameters.b2.add_(1);
  return answer;`,
    ),
    "a list instead of a column": [
      replace("float()", "float().squeeze(1)"),
      "Your answer has shape [4]. Y is a column this week, [m, 1], and predictions have to match it.",
    ],
    "the sum above one half": [
      replace(".A2", ".cache.Z2"),
      "You compared Z2 with 0.5. The answer A2 is above one half where Z2 is above 0.",
    ],
  },
  alternatives: {
    where: replace(
      "forwardPropagation(X, parameters).A2.gt(0.5",
      "where(forwardPropagation(X, parameters).cache.Z2.gt(0), 1, 0",
    ),
  },
});
