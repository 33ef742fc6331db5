/**
 * The table of the lesson: a dense network and LeNet on the 2,000 embedded clothes in several ways, each from three starts;
 * LeNet on pictures whose pixels are all shuffled in the same way; and all of them on test pictures that were moved.
 */
import { manualSeed, pad, randperm } from "gradus";
import { type Clothes, devClothes, testClothes, trainingClothes } from "./clothes.ts";
import { accuracyOf, type LenetOptions, lenetOf, training } from "./lenet-training.ts";

const starts = [1, 2, 3];
interface Way extends Omit<LenetOptions, "seed"> {
  readonly shuffled?: boolean;
}

const ways: readonly (readonly [string, Way])[] = [
  ["dense, 15 epochs", { epochs: 15, dense: true }],
  ["LeNet, 15 epochs", { epochs: 15 }],
  ["LeNet, 15 epochs, pixels shuffled", { epochs: 15, shuffled: true }],
  ["LeNet, 15 epochs of varied pictures", { epochs: 15, varied: true }],
  ["LeNet, 40 epochs of varied pictures", { epochs: 40, varied: true }],
  [
    "16 and 32 maps, dropout 0.3, 40 epochs of varied pictures",
    { epochs: 40, varied: true, maps: [16, 32], dropped: 0.3 },
  ],
];

/** Pictures with their pixels in another order, the same for all. */
function shuffled({ X, labels }: Clothes): Clothes {
  manualSeed(0);
  return { X: X.flatten(1).indexSelect(1, randperm(784)).reshape(X.shape), labels };
}

/** Pictures moved down and to the right by two pixels; what comes in is 0. */
const moved = ({ X, labels }: Clothes): Clothes => ({
  X: pad(X, [2, 0, 2, 0]).narrow(2, 0, 28).narrow(3, 0, 28),
  labels,
});

const range = (values: readonly number[]): string =>
  `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const data = bytes("fashion-ten");
  const sets = [trainingClothes(data), devClothes(data), testClothes(data)] as const;
  for (const [name, options] of ways) {
    const [learned, dev, test] = options.shuffled
      ? [shuffled(sets[0]), shuffled(sets[1]), shuffled(sets[2])]
      : sets;
    const [onTraining, onDev, onTest, onMoved, seconds]: number[][] = [[], [], [], [], []];
    for (const seed of starts) {
      const before = performance.now();
      let model = lenetOf({ ...options, seed });
      for await (const now of training(learned, { ...options, seed })) {
        model = now.model;
        if (now.step % 20 === 0) await now.cost.item();
      }
      onTraining?.push(await accuracyOf(model, learned));
      seconds?.push((performance.now() - before) / 1000);
      onDev?.push(await accuracyOf(model, dev));
      onTest?.push(await accuracyOf(model, test));
      onMoved?.push(await accuracyOf(model, moved(test)));
    }
    yield `${name}: training ${range(onTraining ?? [])}, dev ${range(onDev ?? [])}, test ${range(onTest ?? [])}, test moved by 2 ${range(onMoved ?? [])} %; ${range(seconds ?? [])} s`;
  }
}
