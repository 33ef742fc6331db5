import { body, defineExercise, property, type Random, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

/** Catalogue rows begin with 1, photos with 2. */
const rows = (world: number, count: number): Tensor =>
  tensor(Array.from({ length: count }, (_, i) => [world, i]));
const seven = () => tensor([4, 6, 1, 0, 5, 3, 2]).int();

export default defineExercise<typeof import("./solution.ts")>({
  of: "splitTwoWorlds",
  example: [
    "is right for six images and five photos",
    () => [rows(1, 6), rows(2, 5), seven(), { trainDev: 2, dev: 1, test: 3 }],
  ],
  checks: [
    property({
      name: "holds for any sizes",
      of: "splitTwoWorlds",
      runs: 20,
      args: (random: Random<Tensor>) => {
        const [dev, test, left] = [random.int(1, 3), random.int(1, 3), random.int(1, 3)];
        const [n, trainDev, a] = [random.int(1, 3), random.int(1, 3), random.int(3, 6)];
        const places = Array.from({ length: a + left }, (_, i) => ({ i, at: random() }));
        const order = places.toSorted((one, other) => one.at - other.at).map((p) => p.i);
        return [
          random.table(a, n),
          random.table(dev + test + left, n),
          tensor(order).int(),
          { trainDev, dev, test },
        ];
      },
    }),
    value({
      name: "works when no photo is left",
      of: "splitTwoWorlds",
      cases: [
        {
          args: () => [
            rows(1, 4),
            rows(2, 3),
            tensor([2, 0, 3, 1]).int(),
            { trainDev: 1, dev: 1, test: 2 },
          ],
        },
      ],
    }),
  ],
  mistakes: {
    "all photos are learned from": [
      replace("cat([catalogue, rest], 0)", "cat([catalogue, photos], 0)"),
      "The photos of dev and test are in the pool, too. What is measured with must not be learned from.",
    ],
    "the rest is thrown away": [
      replace(
        "cat([catalogue, rest], 0).indexSelect(0, order)",
        "catalogue.indexSelect(0, order.maskedSelect(order.lt(catalogue.size(0))))",
      ),
      "The photos that are left are missing. They are few, but the only ones of their kind to learn from.",
    ],
    "the photos in front": [
      replace("cat([catalogue, rest], 0)", "cat([rest, catalogue], 0)"),
      "The photos stand in front of the catalogue in your pool, so `order` picks other rows. They come behind it.",
    ],
    "not in the order": [
      replace(".indexSelect(0, order)", ""),
      "The pool is not in the order given. Unshuffled, your train-dev set is catalogue images only, and no sample of what is learned from.",
    ],
    "train-dev is learned from": [
      replace("pool.narrow(0, sizes.trainDev, pool.size(0) - sizes.trainDev)", "pool"),
      "The train-dev rows are in the training set, too. Then it says nothing about new images of the same kind.",
    ],
    "train-dev out of the photos": [
      replace("pool.narrow(0, 0, sizes.trainDev)", "photos.narrow(0, 0, sizes.trainDev)"),
      "Your train-dev set consists of photos. It has to be of the same mixture as the training set: the first rows of the pool.",
    ],
    "train-dev out of the catalogue": [
      replace("pool.narrow(0, 0, sizes.trainDev)", "catalogue.narrow(0, 0, sizes.trainDev)"),
      "Your train-dev set is the first catalogue images. Take it from the shuffled pool, as it has to be of the same mixture as what is learned from.",
    ],
    "train-dev from the end": [
      replace(
        "pool.narrow(0, 0, sizes.trainDev)",
        "pool.narrow(0, pool.size(0) - sizes.trainDev, sizes.trainDev)",
      ),
      replace(
        "pool.narrow(0, sizes.trainDev, pool.size(0) - sizes.trainDev)",
        "pool.narrow(0, 0, pool.size(0) - sizes.trainDev)",
      ),
      "You took the train-dev set from the end of the pool. It is the first rows.",
    ],
    "one photo at least": [
      replace(
        "photos.size(0) - sizes.dev - sizes.test",
        "Math.max(1, photos.size(0) - sizes.dev - sizes.test)",
      ),
      "You expect that a photo is left. Where dev and test need all of them, the pool is the catalogue alone.",
    ],
    "photos from the end": [
      replace(
        "const [dev, test, rest] = photos.split([sizes.dev, sizes.test, left]) as [Tensor, Tensor, Tensor];",
        "const [rest, test, dev] = photos.split([left, sizes.test, sizes.dev]) as [Tensor, Tensor, Tensor];",
      ),
      "You took dev and test from the end of the photos. They are the first ones, and what is left behind them is learned from.",
    ],
    "test before dev": [
      replace(
        "const [dev, test, rest] = photos.split([sizes.dev, sizes.test, left])",
        "const [test, dev, rest] = photos.split([sizes.test, sizes.dev, left])",
      ),
      "The first photos went into the test set. They are for dev; the next ones are for test.",
    ],
    "test begins at the first photo": [
      replace(
        "return { training, trainDev, dev, test };",
        "return { training, trainDev, dev, test: photos.narrow(0, 0, sizes.test) };",
      ),
      "Your test set begins at the first photo, so it shares rows with dev. It begins where dev ends.",
    ],
  },
  alternatives: {
    "rows by their numbers": [
      body(
        `const from = sizes.dev + sizes.test;
  const both = cat([catalogue, photos.narrow(0, from, photos.size(0) - from)]);
  const [first, others] = order.split([sizes.trainDev, order.size(0) - sizes.trainDev]) as [Tensor, Tensor];
  return {
    training: both.indexSelect(0, others),
    trainDev: both.indexSelect(0, first),
    dev: photos.narrow(0, 0, sizes.dev),
    test: photos.narrow(0, sizes.dev, sizes.test),
  };`,
      ),
      "It cuts the order in two, and picks the rows for each part.",
    ],
  },
});
