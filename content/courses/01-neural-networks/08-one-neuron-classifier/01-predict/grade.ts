import { defineExercise, file, property, pure, replace, value } from "@gradus/exercise";
import { tensor, zeros } from "gradus";

const example = () =>
  [
    { w: tensor([1, -1]), b: tensor(-0.5) },
    tensor([
      [2, 1],
      [1, 2],
      [1.2, 1],
      [0.9, 0.1],
    ]),
  ] as const;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for four examples",
      of: "predict",
      cases: [{ args: example, expected: tensor([1, 0, 0, 1]) }],
    }),
    property({
      name: "holds for any neuron",
      of: "predict",
      args: (random) => {
        const [m, n] = [random.int(1, 8), random.int(1, 5)];
        return [
          { w: tensor(random.numbers(n)), b: tensor(random.numbers(1)[0] ?? 0) },
          tensor(random.numbers(m * n, -2, 2)).reshape([m, n]),
        ];
      },
    }),
    value({
      name: "says 0 for exactly one half",
      of: "predict",
      cases: [
        {
          name: "a neuron of zeros",
          args: () => [{ w: zeros([2]), b: zeros([]) }, tensor([[1, 2]])],
          expected: tensor([0]),
        },
      ],
    }),
    pure({ name: "leaves its inputs alone", of: "predict", args: example }),
  ],
  mistakes: {
    "the other way round": [
      replace(".gt", ".lt"),
      "You say 1 where the answer is below one half. 1 stands for a high probability.",
    ],
    "true and false": [
      replace(".float()", ""),
      "Your tensor holds true and false. Labels are numbers: turn them into 1 and 0 with .float().",
    ],
    "one half counts as yes": [
      replace(".gt", ".ge"),
      "Your neuron says 1 when it knows nothing. The answer has to be above one half: .gt, not .ge.",
    ],
    "in place": replace(
      "return sigmoid(X.matmul(w).add(b)).gt(0.5).float();",
      `const answer = sigmoid(X.matmul(w).add(b)).gt(0.5).float();
  b.add_(1);
  return answer;`,
    ),
    "the bias is forgotten": [
      file("mistakes/no-bias.ts"),
      "Your answer does not change with b. The weighted sum is X · w + b.",
    ],
    "the weighted sum above one half": [
      replace("sigmoid(X.matmul(w).add(b)", "X.matmul(w).add(b"),
      "You compared z with 0.5. Squash it first: σ(z) is above one half where z is above 0.",
    ],
    "probabilities, not answers": [
      replace(".gt(0.5).float()", ""),
      "These are the probabilities. Say 1 where they are above 0.5, else 0.",
    ],
    "two features": replace(
      "return sigmoid(X.matmul(w).add(b)).gt(0.5).float();",
      `return sigmoid(
    X.narrow(1, 0, Math.min(2, X.shape[1] ?? 0))
      .matmul(w.narrow(0, 0, Math.min(2, w.shape[0] ?? 0)))
      .add(b),
  )
    .gt(0.5)
    .float();`,
    ),
  },
  alternatives: {
    "by sign": replace("sigmoid(X.matmul(w).add(b)).gt(0.5", "X.matmul(w).add(b).gt(0"),
    where: replace(
      "return sigmoid(X.matmul(w).add(b)).gt(0.5).float();",
      `const A = sigmoid(X.mul(w).sum(1).add(b));
  return where(A.gt(0.5), 1, 0).float();`,
    ),
  },
});
