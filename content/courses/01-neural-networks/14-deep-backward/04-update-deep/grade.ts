import { defineExercise, every, replace } from "@gradus/exercise";
import { tensor } from "gradus";
import { anySizes, layersOf } from "../../09-one-hidden-layer/networks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  of: "updateDeep",
  example: [
    "is right for two layers",
    () => [
      [
        {
          W: tensor([
            [1, 2],
            [-1, 3],
          ]),
          b: tensor([3, 0]),
        },
        { W: tensor([[4, -2]]), b: tensor([1]) },
      ],
      [
        {
          dW: tensor([
            [10, -10],
            [1, 2],
          ]),
          db: tensor([1, 5]),
        },
        { dW: tensor([[2, 3]]), db: tensor([-4]) },
      ],
      0.2,
    ],
  ],
  any: (r) => {
    const sizes = anySizes(r, 2, 6);
    const grads = layersOf(r, sizes).map(({ W, b }) => ({ dW: W, db: b }));
    return [layersOf(r, sizes), grads, r()];
  },
  mistakes: {
    "the learning rate is left out": [
      every(".mul(learningRate)", ""),
      "The whole gradient was taken off. Multiply it by the learning rate first.",
    ],
    "a rate of your own": [
      every("(learningRate)", "(0.1)"),
      "You take 0.1 whatever comes in. Use learningRate.",
    ],
    uphill: [
      every(".sub(", ".add("),
      "You added the gradient. It points to where the cost grows: go against it.",
    ],
    "the biases stay": [
      replace("b: b.sub(db.mul(learningRate))", "b"),
      "The weights have moved, the biases have not. They learn in the same way.",
    ],
    "the last layer's gradients first": [
      replace("grads[l]", "grads[grads.length - 1 - l]"),
      "Each layer got another layer's gradients. Layer l has grads[l].",
    ],
    "only one layer moves": replace(
      "return layers.map(({ W, b }, l) => {",
      "return layers.map(({ W, b }, l) => {\n    if (l > 0) return { W, b };",
    ),
    "in place": every(".sub(", ".sub_("),
  },
  alternatives: {
    alpha: [
      every(".mul(learningRate)", ", { alpha: learningRate }"),
      "The library's sub can scale what it takes away.",
    ],
  },
});
