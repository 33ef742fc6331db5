import { defineExercise, replace, value } from "@gradus/exercise";
import { tensor, zeros } from "gradus";
import { oneHidden } from "../../09-one-hidden-layer/networks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  of: "predictNetwork",
  example: [
    "is right for four points",
    () => [
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
    ],
  ],
  any: (r) => {
    const inputs = r.int(1, 4);
    return [oneHidden(r, inputs, r.int(1, 5), 2), r.table(r.int(1, 7), inputs, -2, 2)];
  },
  checks: [
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
        },
      ],
    }),
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
    "one half counts as yes": [
      replace("A2.gt", "A2.ge"),
      "A network that knows nothing says 1. The answer has to be above one half: .gt, not .ge.",
    ],
    "0 and 1 swapped": [
      replace("A2.gt", "A2.lt"),
      "Zeros and ones have changed places: 1 belongs where the answer is above one half.",
    ],
    "a list instead of a column": [
      replace("float()", "float().squeeze(1)"),
      "Your answer has shape [4]. Y is a column this week, [m, 1], and predictions have to match it.",
    ],
    "the sum above one half": [
      replace(".A2", ".cache.Z2"),
      "You compared Z2 with 0.5. The answer A2 is above one half where Z2 is above 0.",
    ],
    "the hidden units": [
      replace(".A2", ".cache.A1"),
      "You looked at the hidden layer. The network's answer is A2.",
    ],
    "in place": replace(
      "return forwardPropagation(X, parameters)",
      "parameters.b2.add_(1);\n  return forwardPropagation(X, { ...parameters, b2: parameters.b2.sub(1) })",
    ),
  },
  alternatives: {
    where: [
      replace(
        "forwardPropagation(X, parameters).A2.gt(0.5",
        "where(forwardPropagation(X, parameters).cache.Z2.gt(0), 1, 0",
      ),
      "The sigmoid is above one half where its sum is above 0, so it need not be asked.",
    ],
  },
});
