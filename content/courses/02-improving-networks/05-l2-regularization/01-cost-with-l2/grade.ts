import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "costWithL2",
  example: [
    "is right for three examples and two layers",
    () => [
      tensor([[0.8], [0.3], [0.9]]),
      tensor([[1], [0], [1]]),
      [
        { W: tensor([[3, -4]]), b: tensor([2]) },
        { W: tensor([[1]]), b: tensor([-5]) },
      ],
      0.4,
    ],
  ],
  any: (random) => {
    const m = random.int(1, 5);
    const sizes = Array.from({ length: random.int(2, 4) }, () => random.int(1, 4));
    const layers = sizes.slice(1).map((units, l) => ({
      W: random.table(units, sizes[l] as number, -2, 2),
      b: random.list(units, -2, 2),
    }));
    return [random.probabilities([m, 1]), random.bits([m, 1]), layers, random.pick([0.1, 0.7, 3])];
  },
  mistakes: {
    "the 2 is missing": [
      replace("lambda / (2 * AL.size(0))", "lambda / AL.size(0)"),
      "Your price is twice as high: it is λ over 2m. The 2 cancels when the slope is taken.",
    ],
    "multiplied by m": [
      replace("lambda / (2 * AL.size(0))", "(lambda / 2) * AL.size(0)"),
      "Your price is multiplied by m. Without brackets, λ / 2 * m is λ/2, times m: write λ / (2 * m).",
    ],
    "m is missing": [
      replace("lambda / (2 * AL.size(0))", "lambda / 2"),
      "You left out m. The cost is a mean over the examples, and so is the price.",
    ],
    "biases pay too": [
      replace("sum.add(W.square().sum())", "sum.add(W.square().sum()).add(b.square().sum())"),
      replace("{ W })", "{ W, b })"),
      "You counted the biases as well. Only weights pay.",
    ],
    "the root": [
      replace("W.square().sum()", "W.square().sum().sqrt()"),
      "You took the root of the sum of squares, the length of W. The price is on its square.",
    ],
    "a mean of squares": [
      replace("W.square().sum()", "W.square().mean()"),
      "You averaged the squares. The price is on their sum: a layer with more weights pays more.",
    ],
    "only the last layer": [
      replace("sum.add(W.square().sum())", "sum.mul(0).add(W.square().sum())"),
      "Only the last layer pays in your cost. Add up all layers.",
    ],
    "the sum, squared": [
      replace("W.square().sum()", "W.sum().square()"),
      "You squared the sum of the weights. Weights with opposite signs cancel there. Square each, then add.",
    ],
    "sizes instead of squares": [
      replace("W.square().sum()", "W.abs().sum()"),
      "You added up sizes. That is L1. L2 adds up squares.",
    ],
    "the price alone": [
      replace("deepCost(AL, Y).add(price)", "price"),
      "This is the price alone. Add it to the cross-entropy.",
    ],
    "the number of inputs for m": [
      replace("2 * AL.size(0)", "2 * (layers[0] as Layer).W.size(1)"),
      "You divided by the number of inputs. m is the number of examples: the rows of AL.",
    ],
  },
  alternatives: {
    "a list and a loop": [
      replace(
        "const squares = layers.reduce((sum, { W }) => sum.add(W.square().sum()), zeros([]));",
        "let squares = zeros([]);\n  for (const { W } of layers) squares = squares.add(W.mul(W).sum());",
      ),
      "It adds up in a loop and multiplies W by itself.",
    ],
    norms: [
      replace("W.square().sum()", "W.norm().square()"),
      "The square of a matrix's length is the sum of its squares.",
    ],
  },
});
