/** LeNet as this lesson's figure and measurements train it: on the embedded clothes, by Adam, step by step. */
import { manualSeed, nn, noGrad, optim, pad, rand, randperm, type Tensor, where } from "gradus";
import type { Clothes } from "./clothes.ts";

export interface LenetOptions {
  readonly seed: number;
  readonly epochs: number;
  /** Feature maps of the two layers of filters: 6 and 16 in LeNet. */
  readonly maps?: readonly [number, number];
  /** Each picture is turned over by chance, and a batch is moved by up to one pixel. */
  readonly varied?: boolean;
  /** The share of the 400 numbers before the dense layers that is dropped. */
  readonly dropped?: number;
  /** A network of dense layers, [784, 64, 32, 10], in LeNet's place. */
  readonly dense?: boolean;
  readonly learningRate?: number;
  readonly batchSize?: number;
}

export function lenetOf({
  maps: [first, second] = [6, 16],
  dropped = 0,
  dense = false,
}: LenetOptions): nn.Sequential {
  if (dense)
    return new nn.Sequential(
      new nn.Flatten(),
      new nn.Linear(784, 64),
      new nn.ReLU(),
      new nn.Linear(64, 32),
      new nn.ReLU(),
      new nn.Linear(32, 10),
    );
  return new nn.Sequential(
    new nn.Conv2d(1, first, 5, { padding: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(first, second, 5),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    ...(dropped > 0 ? [new nn.Dropout(dropped)] : []),
    new nn.Linear(25 * second, 120),
    new nn.ReLU(),
    new nn.Linear(120, 84),
    new nn.ReLU(),
    new nn.Linear(84, 10),
  );
}

/** The share of pictures that are right, in per cent. */
export async function accuracyOf(model: nn.Sequential, { X, labels }: Clothes): Promise<number> {
  model.eval();
  const right = noGrad(() => model.call(X).argmax(1).eq(labels).float().mean());
  const share = await right.item();
  model.train();
  return 100 * share;
}

async function variedOf(x: Tensor): Promise<Tensor> {
  const turned = rand([x.size(0), 1, 1, 1]).lt(0.5);
  const [down = 0, right = 0] = Array.from(await rand([2]).data(), (v) =>
    Math.floor(3 * Number(v)),
  );
  const moved = pad(where(turned, x.flip([3]), x), [1, 1, 1, 1]);
  return moved.narrow(2, down, 28).narrow(3, right, 28);
}

/** Trains a new network; after every batch how many steps were taken, of how many, and the cost of the batch. */
export async function* training(
  { X, labels }: Clothes,
  options: LenetOptions,
): AsyncGenerator<{ model: nn.Sequential; step: number; of: number; epoch: number; cost: Tensor }> {
  const { seed, epochs, varied = false, learningRate = 0.002, batchSize = 32 } = options;
  manualSeed(seed);
  const model = lenetOf(options);
  const optimizer = new optim.Adam(model.parameters(), { lr: learningRate });
  const lossOf = new nn.CrossEntropyLoss();
  const m = X.size(0);
  const of = epochs * Math.ceil(m / batchSize);
  const schedule = new optim.lrScheduler.OneCycleLR(optimizer, {
    maxLr: learningRate,
    totalSteps: of + 1,
  });
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = randperm(m);
    for (let from = 0; from < m; from += batchSize) {
      const at = order.narrow(0, from, Math.min(batchSize, m - from));
      const x = X.indexSelect(0, at);
      optimizer.zeroGrad();
      const cost = lossOf.call(
        model.call(varied ? await variedOf(x) : x),
        labels.indexSelect(0, at),
      );
      cost.backward();
      optimizer.step();
      schedule.step();
      step++;
      yield { model, step, of, epoch, cost: cost.detach() };
    }
  }
}
