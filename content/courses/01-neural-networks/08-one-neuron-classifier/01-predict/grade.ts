import { defineGrade, property, pure, value } from "@gradus/exercise";
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

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for four examples",
    of: "predict",
    cases: [{ args: example, expected: tensor([1, 0, 0, 1]) }],
    misconceptions: [
      {
        name: "the bias is forgotten",
        explanation: "Your answer does not change with b. The weighted sum is X · w + b.",
        answer: ({ w }, X) => X.matmul(w).gt(0).float(),
      },
      {
        name: "the weighted sum above one half",
        explanation:
          "You compared z with 0.5. Squash it first: σ(z) is above one half where z is above 0.",
        answer: ({ w, b }, X) => X.matmul(w).add(b).gt(0.5).float(),
      },
      {
        name: "probabilities, not answers",
        explanation: "These are the probabilities. Say 1 where they are above 0.5, else 0.",
        answer: ({ w, b }, X) => X.matmul(w).add(b).sigmoid(),
      },
      {
        name: "true and false",
        explanation:
          "Your tensor holds true and false. Labels are numbers: turn them into 1 and 0 with .float().",
        answer: ({ w, b }, X) => X.matmul(w).add(b).gt(0),
      },
      {
        name: "the other way round",
        explanation:
          "You say 1 where the answer is below one half. 1 stands for a high probability.",
        answer: ({ w, b }, X) => X.matmul(w).add(b).lt(0).float(),
      },
    ],
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
    misconceptions: [
      {
        name: "one half counts as yes",
        explanation:
          "Your neuron says 1 when it knows nothing. The answer has to be above one half: .gt, not .ge.",
        answer: ({ w, b }, X) => X.matmul(w).add(b).ge(0).float(),
      },
    ],
  }),
  pure({ name: "leaves its inputs alone", of: "predict", args: example }),
]);
