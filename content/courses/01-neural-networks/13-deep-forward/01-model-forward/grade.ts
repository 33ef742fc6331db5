import { body, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";
import { anySizes, layersOf } from "../../09-one-hidden-layer/networks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  of: "modelForward",
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
        { W: tensor([[0.5, -1]]), b: tensor([0.3]) },
      ],
    ],
  ],
  any: (r) => {
    const sizes = anySizes(r, 2, 6);
    return [r.table(r.int(1, 4), sizes[0] ?? 1), layersOf(r, sizes)];
  },
  mistakes: {
    "relu in every layer": [
      replace("sigmoid", "relu"),
      "The last layer uses relu too, so your answer can be larger than 1. It should be a probability: sigmoid.",
    ],
    "sigmoid in every layer": [
      replace("relu", "sigmoid"),
      "The hidden layers use relu. Only the last layer squashes into 0..1.",
    ],
    "activations swapped": [
      replace('last ? "sigmoid" : "relu"', 'last ? "relu" : "sigmoid"'),
      "relu and sigmoid have changed places: the hidden layers use relu, the last one the sigmoid.",
    ],
    "every layer reads X": [
      replace("linearActivationForward(A, W, b", "linearActivationForward(X, W, b"),
      "Each layer is given what the layer before has handed on. Yours keeps on reading the input.",
    ],
    "two layers only": [
      replace("layers.length - 1", "1"),
      "Your second layer squashes, wherever it stands. The sigmoid belongs to the last one: layers.length − 1.",
    ],
    "the caches are upside down": [
      replace("push", "unshift"),
      "Your list of caches begins with the last layer's. The first layer's comes first.",
    ],
    "the last cache is missing": [
      replace("caches.push", "if (!last) caches.push"),
      "The last layer has no cache in your list. The way back begins with it.",
    ],
    "only the sums are kept": [
      replace("caches.push(step.cache)", "caches.push({ ...step.cache, Z: step.A })"),
      "Z in your caches is what the layer handed on. Put in the whole cache that linearActivationForward gives.",
    ],
  },
  alternatives: {
    "hidden layers first": [
      body(`
        const steps: ReturnType<typeof linearActivationForward>[] = [];
        for (const { W, b } of layers.slice(0, -1))
          steps.push(linearActivationForward(steps.at(-1)?.A ?? X, W, b, "relu"));
        for (const { W, b } of layers.slice(-1))
          steps.push(linearActivationForward(steps.at(-1)?.A ?? X, W, b, "sigmoid"));
        return { AL: steps.at(-1)?.A ?? X, caches: steps.map((s) => s.cache) };`),
      "The hidden layers have a loop of their own, so that no layer has to ask whether it is the last.",
    ],
  },
});
