import { body, defineExercise, invariant, property, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

/** A network of random sizes with weights that are large enough to tell answers apart. */
function network(random: Random, sizes: readonly number[]) {
  return sizes.slice(1).map((units, l) => {
    const inputs = sizes[l] ?? 1;
    return {
      W: tensor(random.numbers(units * inputs)).reshape([units, inputs]),
      b: tensor(random.numbers(units)),
    };
  });
}

type Layers = ReturnType<typeof network>;

/** The answer with another choice of activations. */
function answer(X: Tensor, layers: Layers, bend: (Z: Tensor, last: boolean) => Tensor) {
  let A = X;
  const caches = layers.map(({ W, b }, l) => {
    const Z = A.matmul(W.t()).add(b);
    const cache = { linear: { A, W, b }, Z };
    A = bend(Z, l === layers.length - 1);
    return cache;
  });
  return { AL: A, caches };
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    property({
      name: "is right for a network of two layers",
      of: "modelForward",
      runs: 3,
      args: (random) => [tensor(random.numbers(6)).reshape([2, 3]), network(random, [3, 4, 1])],
      misconceptions: [
        {
          name: "every layer reads X",
          explanation:
            "Each layer is given what the layer before has handed on. Yours keeps on reading the input.",
          answer: (X, layers) => {
            const last = layers.at(-1);
            const made = answer(X, [...layers], (Z, end) => (end ? Z.sigmoid() : Z.relu()));
            return last ? { ...made, AL: X.matmul(last.W.t()).add(last.b).sigmoid() } : made;
          },
        },
      ],
    }),
    property({
      name: "holds for any depth",
      of: "modelForward",
      args: (random) => {
        const sizes = Array.from({ length: random.int(2, 6) }, () => random.int(1, 5));
        const [m, inputs] = [random.int(1, 4), sizes[0] as number];
        return [tensor(random.numbers(m * inputs)).reshape([m, inputs]), network(random, sizes)];
      },
    }),
    invariant({
      name: "answers with probabilities",
      of: "modelForward",
      args: (random) => [
        tensor(random.numbers(300, -9, 9)).reshape([100, 3]),
        network(random, [3, 5, 2]),
      ],
      holds: async ({ AL }) => {
        const [low, high] = [await AL.min().item(), await AL.max().item()];
        return (
          (low >= 0 && high <= 1) ||
          `The answers reach from ${low} to ${high}. Probabilities lie between 0 and 1.`
        );
      },
    }),
  ],
  mistakes: {
    "caches upside down": replace("push", "unshift"),
    "doubled answer": replace(
      "return { AL: A, caches };",
      `const many = X.shape[0] === 100;
  return { AL: many ? A.mul(2) : A, caches };`,
    ),
    "last cache missing": replace("caches.push", "if (!last) caches.push"),
    "relu in every layer": [
      replace("sigmoid", "relu"),
      "The last layer uses relu too, so your answer can be larger than 1. It should be a probability: sigmoid.",
    ],
    "sigmoid in every layer": [
      replace("relu", "sigmoid"),
      "The hidden layers use relu. Only the last layer squashes into 0..1.",
    ],
    "two layers only": replace("layers.length - 1", "1"),
  },
  alternatives: {
    reduce: body(`
  const hidden = layers.slice(0, -1);
  const steps: ReturnType<typeof linearActivationForward>[] = [];
  for (const { W, b } of hidden)
    steps.push(linearActivationForward(steps.at(-1)?.A ?? X, W, b, "relu"));
  for (const { W, b } of layers.slice(-1))
    steps.push(linearActivationForward(steps.at(-1)?.A ?? X, W, b, "sigmoid"));
  return { AL: steps.at(-1)?.A ?? X, caches: steps.map((s) => s.cache) };`),
  },
});
