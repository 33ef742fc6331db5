import { contract, defineGrade, failed, passed, property, value } from "@gradus/exercise";
import { nn, ones, tensor, zeros } from "gradus";

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for three features",
    of: "initializeZeros",
    cases: [{ args: () => [3] }],
    misconceptions: [
      {
        name: "the weights as a column",
        explanation:
          "Your w is [3, 1], a table. In this course the weights of one neuron are a list: [3].",
        answer: (features) => ({ w: zeros([features, 1]), b: zeros([]) }),
      },
      {
        name: "the weights as a row",
        explanation:
          "Your w is [1, 3], a table. In this course the weights of one neuron are a list: [3].",
        answer: (features) => ({ w: zeros([1, features]), b: zeros([]) }),
      },
      {
        name: "the bias as a list",
        explanation:
          "Your b has shape [1], a list with one number. A single number has shape []: zeros([]).",
        answer: (features) => ({ w: zeros([features]), b: zeros([1]) }),
      },
      {
        name: "a bias for each weight",
        explanation: "A neuron has one bias, whatever the number of its inputs: zeros([]).",
        answer: (features) => ({ w: zeros([features]), b: zeros([features]) }),
      },
      {
        name: "ones instead of zeros",
        explanation:
          "All of your weights are 1. With 784 bright pixels the sum starts huge, and the sigmoid is flat there.",
        answer: (features) => ({ w: ones([features]), b: zeros([]) }),
      },
    ],
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
]);
