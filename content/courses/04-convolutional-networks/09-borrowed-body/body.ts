/**
 * A body to borrow, and those who borrow it. The body learns seven of the ten kinds of clothes. Three others, which it has
 * never seen, are the new task, with a few images of each: from nothing, on the frozen body, or with the body tuned as well.
 */
import { nn, noGrad, type optim, randperm, type Tensor, tensor } from "gradus";
import {
  devSet,
  type Images,
  testSet,
  trainingSet,
} from "../../02-improving-networks/16-many-classes/images.ts";

/** Kept out of what the body learns: pullover, coat and shirt, which are hard to tell from each other. */
export const newKinds = [2, 4, 6];
const oldKinds = [0, 1, 3, 5, 7, 8, 9];
/** How many numbers the body gives for an image. */
export const features = 48;

/** Pictures [N, 1, 28, 28] with labels 0, 1, 2, …: only some kinds, at most `each` of every kind, from the place `from` on. */
async function only(
  { X, labels }: Images,
  kinds: readonly number[],
  each = Number.POSITIVE_INFINITY,
  from = 0,
): Promise<Images> {
  const all = Array.from(await labels.data(), Number);
  const places = kinds.flatMap((kind) =>
    all.flatMap((label, i) => (label === kind ? [i] : [])).slice(from, from + each),
  );
  return {
    X: X.indexSelect(0, tensor(places, { dtype: "int32" })).reshape([-1, 1, 28, 28]),
    labels: tensor(
      places.map((i) => kinds.indexOf(all[i] as number)),
      { dtype: "int32" },
    ),
  };
}

/** What the body learns from. */
export const oldTask = (bytes: Uint8Array): Promise<Images> => only(trainingSet(bytes), oldKinds);

/** `each` images of every new kind, another choice for every number of the dice. */
export const newTask = (bytes: Uint8Array, each: number, dice = 0): Promise<Images> =>
  only(trainingSet(bytes), newKinds, each, dice * each);

/** 300 images of the new kinds that nobody learns from. */
export async function held(bytes: Uint8Array): Promise<readonly Images[]> {
  return [await only(devSet(bytes), newKinds), await only(testSet(bytes), newKinds)];
}

/** Three convolutions with batch norm: pictures [N, 1, 28, 28] to [N, features]. */
export function makeBody(): nn.Sequential {
  const block = (inputs: number, outputs: number): nn.TensorModule[] => [
    new nn.Conv2d(inputs, outputs, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(outputs),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
  ];
  return new nn.Sequential(
    ...block(1, 12),
    ...block(12, 24),
    ...block(24, features),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
  );
}

/** Takes steps over shuffled batches of at most 50. */
export async function train(
  forward: (x: Tensor) => Tensor,
  { X, labels }: Images,
  optimizer: optim.Adam,
  epochs: number,
): Promise<void> {
  const lossOf = new nn.CrossEntropyLoss();
  const m = X.size(0);
  const size = Math.min(50, m);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = Array.from(await randperm(m).data(), Number);
    for (let from = 0; from + size <= m; from += size) {
      const rows = tensor(order.slice(from, from + size), { dtype: "int32" });
      optimizer.zeroGrad();
      lossOf.call(forward(X.indexSelect(0, rows)), labels.indexSelect(0, rows)).backward();
      optimizer.step();
    }
  }
}

/** The share of pictures that are classified right, in per cent; over several sets together. */
export async function rightOf(
  forward: (x: Tensor) => Tensor,
  sets: readonly Images[],
): Promise<number> {
  let [right, all] = [0, 0];
  for (const { X, labels } of sets) {
    const hits = noGrad(() => forward(X).argmax(1).eq(labels).float().sum());
    right += await hits.item();
    all += X.size(0);
  }
  return (100 * right) / all;
}
