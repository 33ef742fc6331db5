import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "convSingleStep",
  example: [
    [
      "is right for one channel",
      () => [
        tensor([
          [
            [3, 0, 1],
            [1, 5, 8],
            [2, 7, 2],
          ],
        ]),
        tensor([
          [
            [1, 0.5, -1],
            [2, 0, -1],
            [1, -2, -3],
          ],
        ]),
        tensor(0.5),
      ],
    ],
    [
      "adds up two channels",
      () => [
        tensor([
          [
            [1, 2],
            [3, 4],
          ],
          [
            [5, -6],
            [7, 0.5],
          ],
        ]),
        tensor([
          [
            [1, -1],
            [0.5, 2],
          ],
          [
            [-1, 1],
            [3, 4],
          ],
        ]),
        tensor(-3),
      ],
    ],
  ],
  any: (r) => {
    const [C, f] = [r.int(1, 4), r.int(1, 4)];
    return [r.tensor([C, f, f]), r.tensor([C, f, f]), r.tensor([])];
  },
  forbid: ["conv2d", "dot"],
  mistakes: {
    "the bias is left out": [
      replace("products.sum().add(bias)", "products.sum()"),
      "The bias is missing. Add it to the sum.",
    ],
    "the bias in every place": [
      replace("products.sum().add(bias)", "products.add(bias).sum()"),
      "The bias is added in every place and then summed up. It counts once for the window: add it after the sum.",
    ],
    "the mean": [
      replace("products.sum()", "products.mean()"),
      "You took the mean of the products. A filter adds them up.",
    ],
    "a matrix product": [
      replace("window.mul(weights)", "window.matmul(weights)"),
      "That is a matrix product, rows times columns. Window and weights are multiplied place by place.",
    ],
    "turned by half a turn": [
      replace("window.mul(weights)", "window.mul(weights.flip([1, 2]))"),
      "You turned the filter first. That is what mathematicians call a convolution; networks leave the filter as it stands.",
    ],
    "each channel for itself": [
      replace("products.sum()", "products.sum([1, 2])"),
      "There is a number for each channel. A filter adds up its channels as well.",
    ],
    "not added up": [
      replace("products.sum().add(bias)", "products.add(bias)"),
      "These are the products. Add them up: a window gives one number.",
    ],
    "the first channel only": [
      replace("products.sum()", "products.select(0, 0).sum()"),
      "Only the first channel is added up. A filter adds up all of them.",
    ],
    "the window twice": replace("window.mul(weights)", "window.mul(window)"),
  },
  alternatives: {
    "as long rows": [
      replace(
        "const products = window.mul(weights);",
        "const [row, column] = [window.reshape([1, -1]), weights.reshape([-1, 1])];",
      ),
      replace("products.sum().add(bias)", "row.matmul(column).reshape([]).add(bias)"),
      "Laid out as long rows, it is the weighted sum of a neuron.",
    ],
    "sum of all directions": [
      replace("products.sum()", "products.sum([0, 1, 2])"),
      "It says along which directions it adds up.",
    ],
  },
});
