import {
  asset,
  contract,
  defineGrade,
  failed,
  passed,
  property,
  type Random,
  value,
} from "@gradus/exercise";
import { tensor } from "gradus";
import { testSet, trainingSet } from "../fashion-images.ts";
import { forward, type Layer, type Model, normalize } from "./solution.ts";

/** A model of one neuron with one pixel that says 1 where an image is lighter than 150. */
const model = (): Model => ({
  layers: [{ W: tensor([[1]]), b: tensor([0]) }],
  mean: tensor([150]),
});

function network(random: Random, sizes: readonly number[]): Layer[] {
  return sizes.slice(1).map((units, l) => {
    const inputs = sizes[l] ?? 1;
    return {
      W: tensor(random.numbers(units * inputs)).reshape([units, inputs]),
      b: tensor(random.numbers(units)),
    };
  });
}

export default defineGrade<typeof import("./solution.ts")>([
  contract({
    name: "is right about most test images",
    run: async ({ learner }) => {
      const bytes = asset("fashion-pair");
      const training = trainingSet(bytes, 200, 2);
      const test = testSet(bytes, 200, 2);
      const trained = await learner.train(training.X.mul(255), training.Y, [196, 7, 1], {
        learningRate: 0.1,
        iterations: 100,
      });
      const right = await learner.accuracy(trained, test.X.mul(255), test.Y);
      return right > 0.7
        ? passed
        : failed(
            `${(100 * right).toFixed(1)} % of the test images are right. With the bugs in it, it was about 80 %.`,
          );
    },
  }),
  value({
    name: "prepares new images as it did the training images",
    of: "predict",
    cases: [
      { name: "one light image", args: () => [model(), tensor([[200]])], expected: tensor([[1]]) },
      {
        name: "two dark images",
        args: () => [model(), tensor([[100], [120]])],
        expected: tensor([[0], [0]]),
      },
    ],
    argNames: ["model", "images"],
    misconceptions: [
      {
        name: "the mean of the images at hand",
        explanation:
          "What is taken off is the mean of the images that are asked about. So the answer for an image depends on which others come with it, and alone it is 0. Take off what was taken off in training.",
        answer: (m, images) =>
          forward(normalize(images, images.mean(0)), m.layers)
            .AL.gt(0.5)
            .float(),
      },
      {
        name: "the mean is left out",
        explanation:
          "Nothing is taken off. In training the mean of the training images was, so the network is shown other numbers than it has learned from.",
        answer: (m, images) => forward(images.div(255), m.layers).AL.gt(0.5).float(),
      },
    ],
  }),
  property({
    name: "steps by the weights with which it answered",
    of: "step",
    runs: 6,
    args: (random) => {
      const sizes = [3, 5, 4, 1];
      const m = random.int(4, 8);
      return [
        tensor(random.numbers(3 * m)).reshape([m, 3]),
        tensor(Array.from({ length: m }, () => [random.int(0, 1)])),
        network(random, sizes),
        1.5,
      ];
    },
    argNames: ["X", "Y", "layers", "learningRate"],
    misconceptions: [
      {
        name: "told by weights that have moved",
        explanation:
          "The last layer's weights are right, those below are not: they were told by the new weights of the layer above. Go through the whole way back with the old ones.",
        answer: (X, Y, layers, rate) => {
          const { AL, inputs, sums } = forward(X, layers);
          const next = [...layers];
          let dZ = AL.sub(Y);
          for (let l = layers.length - 1; l >= 0; l--) {
            const { W, b } = layers[l] as Layer;
            const dW = dZ
              .t()
              .matmul(inputs[l] as typeof X)
              .div(X.size(0));
            const moved = W.sub(dW.mul(rate));
            next[l] = { W: moved, b: b.sub(dZ.mean(0).mul(rate)) };
            const below = sums[l - 1];
            if (below) dZ = dZ.matmul(moved).mul(below.gt(0).float());
          }
          return next;
        },
      },
    ],
  }),
]);
