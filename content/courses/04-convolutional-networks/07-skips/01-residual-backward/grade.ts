import { body, defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

type Arguments = [X: Tensor, W1: Tensor, W2: Tensor, dOut: Tensor];

const example = (): Arguments => [
  tensor([
    [1, -2],
    [0.5, 3],
    [-1.5, 0.7],
  ]),
  tensor([
    [1, 0.5],
    [-0.8, 1.2],
    [0.3, 0.9],
  ]),
  tensor([
    [0.6, -0.4, 1.1],
    [0.2, 0.9, -0.7],
  ]),
  tensor([
    [1, 0.3],
    [-0.5, 2],
    [0.8, -1.2],
  ]),
];

const any = (random: Random<Tensor>): Arguments => {
  const [m, n, h] = [random.int(1, 4), random.int(1, 4), random.int(1, 4)];
  return [random.table(m, n, -2, 2), random.table(h, n), random.table(n, h), random.table(m, n)];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "residualBackward",
  example: ["is right for three examples", example],
  any,
  edges: ["one", "equal"],
  gradient: {
    at: (X, W1, W2) => ({ X, W1, W2 }),
    gradients: ({ dX, dW1, dW2 }) => ({ X: dX, W1: dW1, W2: dW2 }),
    loss: ({ X, W1, W2 }, _X, _W1, _W2, dOut) => {
      const [x, a, b] = [X, W1, W2] as [Tensor, Tensor, Tensor];
      return x.add(x.matmul(a.t()).relu().matmul(b.t())).relu().mul(dOut).sum();
    },
  },
  forbid: ["backward", "grad"],
  mistakes: {
    "the skip is missing": [
      replace("dX: dS.add(dZ1.matmul(W1))", "dX: dZ1.matmul(W1)"),
      "dX has what comes back through the branch, and not what comes back past it. X is used twice, so add dS.",
    ],
    "only the skip": [
      replace("dX: dS.add(dZ1.matmul(W1))", "dX: dS"),
      "dX has what comes back past the branch. What comes back through its two layers is to be added.",
    ],
    "the last ReLU is missing": [
      replace("dOut.mul(S.gt(0).float())", "dOut"),
      "The way back does not go through the last ReLU. Where the sum of x and branch was negative, nothing comes back.",
    ],
    "dOut goes past the last ReLU": [
      replace("dX: dS.add(", "dX: dOut.add("),
      "The skip ends before the last ReLU: what goes back along it is dS, not dOut.",
    ],
    "the last ReLU looks at the branch alone": [
      replace("X.add(H.matmul(W2.t()))", "H.matmul(W2.t())"),
      "The last ReLU is given the sum of x and the branch. Its slope is 1 where that sum is positive.",
    ],
    "the skip goes round the inner ReLU": [
      replace("dZ1 = dS.matmul(W2).mul(Z1.gt(0).float())", "dZ1 = dS.matmul(W2)"),
      "The inner ReLU has been forgotten: where Z1 was negative nothing went forward, so nothing goes back.",
    ],
    "dW1 from the addition": [
      replace("dW1: dZ1.t().matmul(X)", "dW1: dS.matmul(W2).t().matmul(X)"),
      "dW1 has passed W2, but not the ReLU below it.",
    ],
  },
  alternatives: {
    "the two ways one by one": [
      body(
        "const Z1 = X.matmul(W1.t());\n  const open = Z1.gt(0).float();\n  const H = Z1.mul(open);\n  const past = X.add(H.matmul(W2.t())).gt(0).float().mul(dOut);\n  const through = past.matmul(W2).mul(open);\n  const dX = through.matmul(W1).add(past);\n  return { dX, dW1: X.t().matmul(through).t(), dW2: H.t().matmul(past).t() };",
      ),
      "Which values ReLU lets through is a mask, made once and used on both ways.",
    ],
  },
});
