import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "initializeVelocity",
  example: [
    "is right for two layers",
    () => [
      [
        {
          W: tensor([
            [1, 2, 3],
            [4, 5, 6],
          ]),
          b: tensor([7, 8]),
        },
        { W: tensor([[9, 1]]), b: tensor([2]) },
      ],
    ],
  ],
  any: (random) => {
    const sizes = Array.from({ length: random.int(2, 5) }, () => random.int(1, 5));
    return [
      sizes.slice(1).map((units, l) => ({
        W: random.table(units, sizes[l] as number),
        b: random.list(units),
      })),
    ];
  },
  mistakes: {
    "the weights themselves": [
      replace("dW: zeros(W.shape), db: zeros(b.shape)", "dW: W, db: b"),
      "Your velocities are the weights and biases. Nothing has moved yet, so every velocity is 0.",
    ],
    "weights as a start": [
      replace("dW: zeros(W.shape)", "dW: W.mul(1)"),
      "Your velocities start at the weights. They are averages of gradients, and there has been none: start at 0.",
    ],
    ones: [
      replace(
        "dW: zeros(W.shape), db: zeros(b.shape)",
        "dW: zeros(W.shape).add(1), db: zeros(b.shape).add(1)",
      ),
      "Your velocities start at 1, so the first step goes somewhere that no gradient has asked for. Start at 0.",
    ],
    "rows and columns swapped": [
      replace("dW: zeros(W.shape)", "dW: zeros(W.t().shape)"),
      "The velocity of W has rows and columns swapped. It is added to and subtracted from W, number by number, so it has the shape of W.",
    ],
    "one for each input": [
      replace("db: zeros(b.shape)", "db: zeros([W.size(1)])"),
      "db has a number for each input. There is one bias for each unit: the rows of W.",
    ],
    "one number for a layer": [
      replace("dW: zeros(W.shape), db: zeros(b.shape)", "dW: zeros([1]), db: zeros([1])"),
      "There is one number for a whole layer. Every weight and every bias has a velocity of its own.",
    ],
    "biases as a column": [
      replace("db: zeros(b.shape)", "db: zeros([b.size(0), 1])"),
      "db is a column. Give it the shape of b, which has one direction.",
    ],
    "only one layer": [
      replace("layers.map(", "layers.slice(0, 1).map("),
      "There is a velocity for the first layer only. Each layer has its own.",
    ],
    "the first layer's shapes": [
      replace(
        "layers.map(({ W, b }) => ({ dW: zeros(W.shape), db: zeros(b.shape) }))",
        "layers.map(() => {\n    const { W, b } = layers[0] as Layer;\n    return { dW: zeros(W.shape), db: zeros(b.shape) };\n  })",
      ),
      "Every layer got the first layer's shapes. Each has its own.",
    ],
    "small noise": [
      replace("dW: zeros(W.shape), db: zeros(b.shape)", "dW: W.mul(0.01), db: b.mul(0.01)"),
      "Your velocities start at small numbers. Nothing has moved yet: start at 0.",
    ],
  },
  alternatives: {
    "times nothing": [
      replace("dW: zeros(W.shape), db: zeros(b.shape)", "dW: W.mul(0), db: b.mul(0)"),
      "It multiplies by 0, which works as long as no weight is infinite.",
    ],
  },
});
