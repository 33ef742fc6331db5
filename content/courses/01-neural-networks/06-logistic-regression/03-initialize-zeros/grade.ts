import {
  contract,
  defineExercise,
  failed,
  file,
  passed,
  property,
  replace,
  value,
} from "@gradus/exercise";
import { nn, ones, tensor, zeros } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for three features",
      of: "initializeZeros",
      cases: [{ args: () => [3] }],
    }),
    property({
      name: "holds for any number of features",
      of: "initializeZeros",
      runs: 5,
      args: (random) => [random.int(1, 900)],
    }),
    contract({
      name: "makes a neuron whose cost is ln 2",
      run: async ({ learner }) => {
        const { w, b } = learner.initializeZeros(2);
        const X = tensor([
          [1, 2],
          [-3, 0.5],
          [4, 4],
        ]);
        const a = X.matmul(w).add(b).sigmoid();
        const cost = await nn.functional.binaryCrossEntropy(a, tensor([1, 0, 0])).item();
        return Math.abs(cost - Math.LN2) < 1e-5
          ? passed
          : failed(
              `The cost of three examples is ${cost.toPrecision(4)} at the start, expected ln 2 = 0.6931.`,
            );
      },
    }),
  ],
  mistakes: {
    "the bias as a list": [
      replace("b: zeros([", "b: zeros([1"),
      "Your b has shape [1], a list with one number. A single number has shape []: zeros([]).",
    ],
    "the weights as a column": [
      replace("zeros([features", "zeros([features, 1"),
      "Your w is [3, 1], a table. In this course the weights of one neuron are a list: [3].",
    ],
    "a bias for each weight": [
      replace("b: zeros([", "b: zeros([features"),
      "A neuron has one bias, whatever the number of its inputs: zeros([]).",
    ],
    "ones instead of zeros": [
      replace("w: zeros", "w: ones"),
      "All of your weights are 1. With 784 bright pixels the sum starts huge, and the sigmoid is flat there.",
    ],
    "the weights as a row": [
      replace("zeros([features", "zeros([1, features"),
      "Your w is [1, 3], a table. In this course the weights of one neuron are a list: [3].",
    ],
    "small networks differ": replace("features])", "features]).add(features === 2 ? 1 : 0)"),
    "three only": file("mistakes/three-only.ts"),
  },
  alternatives: {
    "from list": file("alternatives/from-list.ts"),
    full: replace("zeros([features]), b: zeros([]", "full([features], 0), b: tensor(0"),
  },
});
