import { body, defineExercise, every, property, type Random, replace } from "@gradus/exercise";
import type { Tensor } from "gradus";
import { oneHidden } from "../networks.ts";
import { startChecks } from "../start-checks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    ...startChecks<typeof import("./solution.ts")>({
      make: ({ initialize }, [inputs = 0, hidden = 0, outputs = 0]) => {
        const { W1, b1, W2, b2 } = initialize(inputs, hidden, outputs);
        return [
          { W: W1, b: b1 },
          { W: W2, b: b2 },
        ];
      },
      partName: (part, layer) => `${part}${layer}`,
      sizes: (r) => [r.int(1, 4), r.int(5, 9), r.int(1, 3)],
      large: [40, 50, 30],
      spread: () => 0.01,
    }),
    property({
      name: "answers for any sizes",
      of: "answers",
      edges: ["one", "equal", "far"],
      args: (r: Random<Tensor>) => {
        const inputs = r.int(1, 4);
        return [r.table(r.int(1, 5), inputs, -2, 2), oneHidden(r, inputs, r.int(1, 5), 2)];
      },
    }),
    property({
      name: "costs the mean cross-entropy",
      of: "cost",
      edges: ["one", "equal", "far"],
      args: (r: Random<Tensor>) => {
        const m = r.int(2, 9);
        return [r.probabilities([m, 1]), r.bits([m, 1])];
      },
    }),
  ],
  mistakes: {
    "all equal": [
      replace("randn([hidden, inputs]).mul(0", "full([hidden, inputs], 0"),
      replace("randn([outputs, hidden]).mul(0", "full([outputs, hidden], 0"),
    ],
    "not small": every(".mul(0.01)", ""),
    "wrong way round": [
      replace("[hidden, inputs]", "[inputs, hidden]"),
      replace("[outputs, hidden]", "[hidden, outputs]"),
    ],
    "random biases": replace("zeros([hidden])", "randn([hidden])"),
    "no bend in the hidden layer": [
      replace(".tanh()", ""),
      "The hidden layer hands its sums on as they are. Without tanh the two layers are one straight line.",
    ],
    "b1 is left out": [
      replace(".add(b1)", ""),
      "The hidden layer has no bias: add b1 to its sums.",
    ],
    "b2 is left out": [replace(".add(b2)", ""), "The output has no bias: add b2 to its sums."],
    "only half of the cost": [
      replace("\n    .add(sub(1, Y).mul(sub(1, A).log()))", ""),
      "Examples with Y = 0 cost nothing here. Their half is (1 − Y)·ln(1 − A).",
    ],
  },
  alternatives: {
    "the probability of the truth": [
      body("cost", "return where(Y.eq(1), A, sub(1, A)).log().mean().neg();"),
      "The cost picks the probability that was given to the truth, and takes one logarithm.",
    ],
  },
  forbid: ["binaryCrossEntropy", "nn.BCELoss.forward", "binaryCrossEntropyWithLogits"],
});
