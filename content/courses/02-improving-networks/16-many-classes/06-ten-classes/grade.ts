import {
  asset,
  contract,
  defineExercise,
  failed,
  passed,
  property,
  pure,
  type Random,
  replace,
  value,
} from "@gradus/exercise";
import { manualSeed, type Tensor, tensor } from "gradus";
import { initializeThreeLayers, type ThreeLayers } from "../03-initialize-three-layers/solution.ts";
import { devSet, trainingSet } from "../images.ts";
import type { TenClassesOptions } from "./solution.ts";

type Arguments = [X: Tensor, labels: Tensor, parameters: ThreeLayers, options: TenClassesOptions];

const layers = (random: Random<Tensor>, n: number, classes: number): ThreeLayers => {
  const [h1, h2] = [random.int(1, 5), random.int(1, 5)];
  return {
    W1: random.table(h1, n),
    b1: random.list(h1),
    W2: random.table(h2, h1),
    b2: random.list(h2),
    W3: random.table(classes, h2),
    b3: random.list(classes),
  };
};

const any = (random: Random<Tensor>): Arguments => {
  const [m, n, classes] = [random.int(1, 7), random.int(1, 4), random.int(2, 4)];
  const labels = Array.from({ length: m }, () => random.int(0, classes - 1));
  return [
    random.table(m, n, -2, 2),
    tensor(labels, { dtype: "int32" }),
    layers(random, n, classes),
    {
      learningRate: random.pick([0.1, 0.3]),
      epochs: random.int(1, 2),
      batchSize: random.int(1, 4),
    },
  ];
};

/** Five examples of three classes, in batches of two: two epochs are six steps, two of them of a single example. */
const example = (): Arguments => [
  tensor([
    [1, 2],
    [-1, 0.5],
    [0.3, -2],
    [1.5, 0.2],
    [-0.7, -1.1],
  ]),
  tensor([0, 1, 2, 0, 2], { dtype: "int32" }),
  {
    W1: tensor([
      [1, 0.5],
      [-1, 2],
      [0.3, -1],
    ]),
    b1: tensor([0.1, -0.2, 0.4]),
    W2: tensor([
      [0.5, 1, -1],
      [1, -0.4, 2],
    ]),
    b2: tensor([0.3, 0.7]),
    W3: tensor([
      [1, -1],
      [-0.6, 0.5],
      [0.2, -1.5],
    ]),
    b3: tensor([0.5, -1, 0.9]),
  },
  { learningRate: 0.2, epochs: 2, batchSize: 2 },
];

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "walks the right way with five examples in batches of two",
      of: "trainTenClasses",
      cases: [{ args: example }],
    }),
    value({
      name: "takes the class with the largest score",
      of: "classesOf",
      cases: [
        {
          args: () => {
            const [X, , parameters] = example();
            return [X, parameters];
          },
        },
      ],
    }),
    property({
      name: "walks the right way for any sizes",
      of: "trainTenClasses",
      runs: 6,
      edges: ["one", "equal"],
      args: any,
    }),
    pure({ name: "leaves its inputs alone", of: "trainTenClasses", args: example }),
    contract({
      name: "learns the ten kinds of clothes",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const bytes = asset("fashion-ten");
        const [training, dev] = [trainingSet(bytes), devSet(bytes)];
        const start = initializeThreeLayers([784, 64, 32, 10]);
        const options = { learningRate: 0.1, epochs: 6, batchSize: 50 };
        const { parameters } = await learner.trainTenClasses(
          training.X,
          training.labels,
          start,
          options,
        );
        const right = await learner
          .classesOf(dev.X, parameters)
          .eq(dev.labels)
          .float()
          .mean()
          .item();
        return right > 0.6
          ? passed
          : failed(
              `After 6 epochs ${(100 * right).toFixed(1)} % of the dev images are right, expected at least 60 %.`,
            );
      },
    }),
  ],
  mistakes: {
    "the last batch is lost": [
      replace("from < m; from += batchSize", "from + batchSize <= m; from += batchSize"),
      "The last batch is left out where it is not full. Its examples want to be learned from, too.",
    ],
    "every batch begins at the first example": [
      replace(
        "[X.narrow(0, from, count), Y.narrow(0, from, count)]",
        "[X.narrow(0, 0, count), Y.narrow(0, 0, count)]",
      ),
      "Every batch holds the first examples. The next batch begins where the last one ended.",
    ],
    "images and truths of different batches": [
      replace("Y.narrow(0, from, count)", "Y.narrow(0, 0, count)"),
      "The truths are those of the first batch, whatever images are shown. Images and truths move on together.",
    ],
    "all examples in every step": [
      replace(
        "[X.narrow(0, from, count), Y.narrow(0, from, count)]",
        "[X.narrow(0, 0, m), Y.narrow(0, 0, m)]",
      ),
      "Each step looks at all examples. A step looks at one batch.",
    ],
    "gradients at the start's weights": [
      replace("forwardLogits(x, now)", "forwardLogits(x, parameters)"),
      "The way forward always uses the weights that came in. Use those of the last step.",
    ],
    "always from the start": [
      replace("W1: now.W1.sub", "W1: parameters.W1.sub"),
      replace("W2: now.W2.sub", "W2: parameters.W2.sub"),
      replace("W3: now.W3.sub", "W3: parameters.W3.sub"),
      "Every step begins at the first weights again. The new weights take the place of the old ones.",
    ],
    uphill: [
      replace("now.W1.sub", "now.W1.add"),
      replace("now.b1.sub", "now.b1.add"),
      replace("now.W2.sub", "now.W2.add"),
      replace("now.b2.sub", "now.b2.add"),
      replace("now.W3.sub", "now.W3.add"),
      replace("now.b3.sub", "now.b3.add"),
      "The steps go with the gradient, uphill. Subtract.",
    ],
    "the biases stay": [
      replace("now.b1.sub(grads.db1.mul(learningRate))", "now.b1"),
      replace("now.b2.sub(grads.db2.mul(learningRate))", "now.b2"),
      replace("now.b3.sub(grads.db3.mul(learningRate))", "now.b3"),
      "The biases stay where they are. They learn like the weights.",
    ],
    "one epoch": [
      replace("epoch < epochs", "epoch < 1"),
      "It goes through the examples once, however many epochs were asked for.",
    ],
    "costs after the step": [
      replace("costs.push(await softmaxCost(Z3, y).item());\n", ""),
      replace(
        "b3: now.b3.sub(grads.db3.mul(learningRate)),\n      };",
        "b3: now.b3.sub(grads.db3.mul(learningRate)),\n      };\n      costs.push(await softmaxCost(forwardLogits(x, now).Z3, y).item());",
      ),
      "Your costs are those after the step. Record a batch's cost before it.",
    ],
    "the first parameters come back": [
      replace("{ parameters: now, costs }", "{ parameters, costs }"),
      "It returns the parameters it was given. Return the last ones.",
    ],
    "along the other direction": [
      replace("argmax(1)", "argmax(0)"),
      "You looked for the largest score down the columns, among the examples. Look along each row: direction 1.",
    ],
    "always three classes": replace("parameters.b3.size(0)", "3"),
    "a hundred examples left from testing": replace("X.size(0)", "Math.min(100, X.size(0))"),
    "the shares instead of the class": replace("argmax(1)", "softmax(1)"),
  },
  alternatives: {
    "a loop over the names": [
      replace(
        `now = {
        W1: now.W1.sub(grads.dW1.mul(learningRate)),
        b1: now.b1.sub(grads.db1.mul(learningRate)),
        W2: now.W2.sub(grads.dW2.mul(learningRate)),
        b2: now.b2.sub(grads.db2.mul(learningRate)),
        W3: now.W3.sub(grads.dW3.mul(learningRate)),
        b3: now.b3.sub(grads.db3.mul(learningRate)),
      };`,
        `const next = { ...now };
      for (const name of ["W1", "b1", "W2", "b2", "W3", "b3"] as const)
        next[name] = now[name].sub(grads[\`d\${name}\`].mul(learningRate));
      now = next;`,
      ),
      "It moves each of the six by its name.",
    ],
  },
});
