import {
  asset,
  contract,
  defineExercise,
  failed,
  passed,
  property,
  type Random,
  replace,
  value,
} from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { layersOf } from "../../09-one-hidden-layer/networks.ts";
import { smallImages } from "../fashion-images.ts";
import type { Model } from "./solution.ts";

/** One neuron with two pixels: light on the left and dark on the right is 1. */
const model = (): Model => ({
  layers: [{ W: tensor([[2, -1]]), b: tensor([0.25]) }],
  mean: tensor([150, 60]),
});

const images = (): Tensor =>
  tensor([
    [200, 10],
    [140, 90],
    [170, 60],
    [90, 40],
    [120, 200],
    [255, 250],
    [150, 130],
    [60, 0],
    [210, 100],
    [100, 20],
  ]);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "prepares new images as it did the training images",
      of: "predict",
      cases: [
        { name: "ten images", args: () => [model(), images()] },
        { name: "one of them alone", args: () => [model(), tensor([[170, 60]])] },
      ],
    }),
    property({
      name: "steps by the weights with which it answered",
      of: "step",
      runs: 6,
      args: (r: Random<Tensor>) => {
        const m = r.int(4, 8);
        return [r.table(m, 3), r.bits([m, 1]), layersOf(r, [3, 5, 4, 1]), 1.5];
      },
    }),
    contract({
      name: "is right about most test images",
      run: async ({ learner }) => {
        const { training, test } = smallImages(asset("fashion-pair"));
        const trained = await learner.train(training[0].mul(255), training[1], [196, 7, 1], {
          learningRate: 0.1,
          iterations: 100,
        });
        const right = await learner.accuracy(trained, test[0].mul(255), test[1]);
        return right > 0.7
          ? passed
          : failed(
              `${(100 * right).toFixed(1)} % of the test images are right. With the bugs in it, it was about 80 %.`,
            );
      },
    }),
  ],
  bugs: {
    "told by weights that have moved": [
      replace("dZ.matmul(W)", "dZ.matmul(next[l].W)"),
      "The last layer's weights are right, those below are not: they were told by the new weights of the layer above. Go through the whole way back with the old ones.",
    ],
    "the mean of the images at hand": [
      replace("normalize(images, model.mean)", "normalize(images, images.mean(0))"),
      "What is taken off is the mean of the images that are asked about. So the answer for an image depends on which others come with it, and alone it is 0. Take off what was taken off in training.",
    ],
  },
  mistakes: {
    "the mean is left out": [
      replace("normalize(images, model.mean)", "images.div(255)"),
      "Nothing is taken off. In training the mean of the training images was, so the network is shown other numbers than it has learned from.",
    ],
    "the mean of all pixels": [
      replace("normalize(images, model.mean)", "normalize(images, images.mean())"),
      "You take off one number, the mean of all pixels that are asked about. What was taken off in training is in the model: model.mean.",
    ],
    "only the last layer learns": [
      replace(
        "    const below = sums[l - 1];",
        "    if (l < layers.length - 1) next[l] = layers[l] as Layer;\n    const below = sums[l - 1];",
      ),
      "The layers below the last one stay as they were. Every layer takes a step, with its own dW and db.",
    ],
  },
  alternatives: {
    "a copy of the weights": [
      replace(
        "const { W, b } = layers[l] as Layer;",
        "const { W, b } = layers[l] as Layer;\n    const before = W.clone();",
      ),
      replace("dZ.matmul(W)", "dZ.matmul(before)"),
      "It puts the weights of the way forward aside before it makes the new ones.",
    ],
  },
});
