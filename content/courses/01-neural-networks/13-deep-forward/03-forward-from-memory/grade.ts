import { body, defineExercise, property, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { anySizes, layersOf } from "../../09-one-hidden-layer/networks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  of: "forward",
  example: [
    "is right for two examples and three layers",
    () => [
      tensor([
        [1, 2],
        [3, -1],
      ]),
      [
        {
          W: tensor([
            [1, -0.5],
            [-1, 1],
          ]),
          b: tensor([0.5, -0.5]),
        },
        {
          W: tensor([
            [0.5, 1],
            [-1, 2],
          ]),
          b: tensor([0.25, -0.5]),
        },
        { W: tensor([[0.5, -1]]), b: tensor([-1]) },
      ],
    ],
  ],
  any: (r) => {
    const sizes = anySizes(r, 2, 6);
    return [r.table(r.int(1, 4), sizes[0] ?? 1), layersOf(r, sizes)];
  },
  checks: [
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
    "X is missing in the list": [
      replace("const all = [X];", "const all: Tensor[] = [];"),
      "Your list begins with the first layer's answer. The first layer's way back needs X, so X comes first.",
    ],
    "relu in every layer": [
      replace("l === layers.length - 1 ? Z.sigmoid() : Z.relu()", "Z.relu()"),
      "The last layer uses relu too, so your answer can be larger than 1. It should be a probability: sigmoid.",
    ],
    "sigmoid in every layer": [
      replace("l === layers.length - 1 ? Z.sigmoid() : Z.relu()", "Z.sigmoid()"),
      "The hidden layers use relu. Only the last layer squashes into 0..1.",
    ],
    "every layer reads X": [
      replace("A.matmul(W.t())", "X.matmul(W.t())"),
      "Each layer is given what the layer before has handed on. Yours keeps on reading the input.",
    ],
    "two layers only": [
      replace("layers.length - 1", "1"),
      "Your second layer squashes, wherever it stands. The sigmoid belongs to the last one: layers.length − 1.",
    ],
    "the sums are kept": [
      replace("all.push(A)", "all.push(Z)"),
      "Your list holds the sums. Put in what each layer hands on, after the bend.",
    ],
    "only half of the cost": [
      replace("\n    .add(sub(1, Y).mul(sub(1, A).log()))", ""),
      "Examples with Y = 0 cost nothing here. Their half is (1 − Y)·ln(1 − A).",
    ],
  },
  alternatives: {
    "the list is the memory": [
      body(
        "forward",
        `
        const all = [X];
        for (const { W, b } of layers) {
          const Z = (all.at(-1) as Tensor).matmul(W.t()).add(b);
          all.push(all.length === layers.length ? Z.sigmoid() : Z.relu());
        }
        return all;`,
      ),
      "What was handed on last is the list's last item, so no further variable is needed.",
    ],
  },
  forbid: ["linear", "binaryCrossEntropy", "nn.BCELoss.forward", "binaryCrossEntropyWithLogits"],
});
