import { body, defineExercise, replace } from "@gradus/exercise";
import { tensor, zeros } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "predict",
  example: [
    [
      "is right for five examples",
      () => [
        { w: tensor([1, -1]), b: tensor(-0.5) },
        tensor([
          [2, 1],
          [1, 2],
          [1.2, 1],
          [0.9, 0.1],
          [1.6, 0.9],
        ]),
      ],
      tensor([1, 0, 0, 1, 1]),
    ],
    [
      "says 0 for exactly one half",
      () => [{ w: zeros([2]), b: zeros([]) }, tensor([[1, 2]])],
      tensor([0]),
    ],
  ],
  any: (r) => {
    const [m, n] = [r.int(1, 8), r.int(1, 5)];
    return [{ w: r.list(n), b: r.tensor([]) }, r.table(m, n, -2, 2)];
  },
  mistakes: {
    "the other way round": [
      replace(".gt", ".lt"),
      "You say 1 where the answer is below one half. 1 stands for a high probability.",
    ],
    "one half counts as yes": [
      replace(".gt", ".ge"),
      "Your neuron says 1 when it knows nothing. The answer has to be above one half: .gt, not .ge.",
    ],
    "true and false": [
      replace(".float()", ""),
      "Your tensor holds true and false. Labels are numbers: turn them into 1 and 0 with .float().",
    ],
    "probabilities, not answers": [
      replace(".gt(0.5).float()", ""),
      "These are the probabilities. Say 1 where they are above 0.5, else 0.",
    ],
    "the bias is forgotten": [
      replace(".add(b)", ""),
      "Your answer does not change with b. The weighted sum is X · w + b.",
    ],
    "the weighted sum above one half": [
      replace("sigmoid(X.matmul(w).add(b))", "X.matmul(w).add(b)"),
      "You compared z with 0.5. Squash it first: σ(z) is above one half where z is above 0.",
    ],
    "the probability above 0": [
      replace("gt(0.5)", "gt(0)"),
      "A probability is always above 0, so you say 1 to everything. 0 is the border for z; for σ(z) it is one half.",
    ],
    "for two features": replace(
      "X.matmul(w)",
      "X.narrow(1, 0, Math.min(2, X.size(1))).matmul(w.narrow(0, 0, Math.min(2, w.size(0))))",
    ),
  },
  alike: [
    [
      "the weighted sum above one half",
      "the probability above 0",
      "z above 0 is the same as σ(z) above one half.",
    ],
  ],
  alternatives: {
    "by the sign": [
      "return X.matmul(w).add(b).gt(0).float();",
      "σ(z) is above one half where z is above 0, so the sigmoid can be left out.",
    ],
    where: [
      body("return where(sigmoid(X.mul(w).sum(1).add(b)).gt(0.5), 1, 0).float();"),
      "It picks 1 or 0 for each, and writes the weighted sum as products that are added up.",
    ],
  },
});
