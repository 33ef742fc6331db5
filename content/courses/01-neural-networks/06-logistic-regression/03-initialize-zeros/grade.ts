import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "initializeZeros",
  example: ["is right for three features", () => [3], { w: tensor([0, 0, 0]), b: tensor(0) }],
  any: (r) => [r.int(1, 900)],
  runs: 5,
  pure: false,
  mistakes: {
    "the bias as a list": [
      replace("b: zeros([])", "b: zeros([1])"),
      "Your b has shape [1], a list with one number. A single number has shape []: zeros([]).",
    ],
    "the bias as a plain number": [
      replace("b: zeros([])", "b: 0"),
      "Your b is a plain number. It is learned as the weights are, so it is a tensor: zeros([]).",
    ],
    "a bias for each weight": [
      replace("b: zeros([])", "b: zeros([features])"),
      "A neuron has one bias, whatever the number of its inputs: zeros([]).",
    ],
    "the weights as a column": [
      replace("zeros([features])", "zeros([features, 1])"),
      "Your w is a table with one column. In this course the weights of one neuron are a list: [features].",
    ],
    "the weights as a row": [
      replace("zeros([features])", "zeros([1, features])"),
      "Your w is a table with one row. In this course the weights of one neuron are a list: [features].",
    ],
    "ones instead of zeros": [
      replace("w: zeros", "w: ones"),
      "All of your weights are 1. With 784 bright pixels the sum starts huge, and the sigmoid is flat there.",
    ],
    "three only": replace("zeros([features])", "zeros([3])"),
  },
  alternatives: {
    "from a list": [
      "return { w: tensor(new Float32Array(features)), b: tensor(0) };",
      "A new Float32Array is full of zeros already.",
    ],
    full: [
      "return { w: full([features], 0), b: tensor(0) };",
      "full fills a shape with any number.",
    ],
  },
});
