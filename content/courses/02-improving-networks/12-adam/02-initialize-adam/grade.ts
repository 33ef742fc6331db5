import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

const both = "{ v: initializeVelocity(layers), s: initializeVelocity(layers) }";

export default defineExercise<typeof import("./solution.ts")>({
  of: "initializeAdam",
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
    "the squares start at 1": [
      replace(
        both,
        "{\n    v: initializeVelocity(layers),\n    s: initializeVelocity(layers).map(({ dW, db }) => ({ dW: dW.add(1), db: db.add(1) })),\n  }",
      ),
      "Your s starts at 1. Both averages start at 0: their cold start is corrected in the step.",
    ],
    "the squares of the weights": [
      replace(
        both,
        "{\n    v: initializeVelocity(layers),\n    s: layers.map(({ W, b }) => ({ dW: W.square(), db: b.square() })),\n  }",
      ),
      "Your s holds the squares of the weights. It averages squared *gradients*, and there has been none: all zeros.",
    ],
    "the weights themselves": [
      replace(
        both,
        "{\n    v: layers.map(({ W, b }) => ({ dW: W, db: b })),\n    s: initializeVelocity(layers),\n  }",
      ),
      "Your v holds the weights and biases. It averages gradients, and there has been none: all zeros.",
    ],
    "only one layer": [
      replace(
        both,
        "{ v: initializeVelocity(layers).slice(0, 1), s: initializeVelocity(layers).slice(0, 1) }",
      ),
      "There are averages for the first layer only. Each layer has its own.",
    ],
    "rows and columns swapped": [
      replace(
        both,
        "{\n    v: initializeVelocity(layers).map(({ dW, db }) => ({ dW: dW.t(), db })),\n    s: initializeVelocity(layers).map(({ dW, db }) => ({ dW: dW.t(), db })),\n  }",
      ),
      "The averages for W have rows and columns swapped. Each weight has one, at its own place.",
    ],
  },
  alternatives: {
    "written out": [
      replace(
        both,
        "{\n    v: layers.map(({ W, b }) => ({ dW: W.mul(0), db: b.mul(0) })),\n    s: layers.map(({ W, b }) => ({ dW: W.mul(0), db: b.mul(0) })),\n  }",
      ),
      "It makes the zeros itself.",
    ],
  },
});
