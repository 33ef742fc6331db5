/** Images of clothes of which a known share has wrong labels, and a network that is trained on them as they are. */
import {
  manualSeed,
  nn,
  noGrad,
  optim,
  rand,
  randint,
  randperm,
  type Tensor,
  tensor,
} from "gradus";

const pixels = 28 * 28;
const classes = 10;
const all = 3000;
export const trainingImages = 2000;
const devImages = 500;
const batch = 100;

export const classNames = [
  "T-shirt",
  "trouser",
  "pullover",
  "dress",
  "coat",
  "sandal",
  "shirt",
  "sneaker",
  "bag",
  "boot",
];

export interface Clothes {
  readonly X: Tensor;
  readonly truth: readonly number[];
  readonly devX: Tensor;
  readonly devTruth: readonly number[];
}

/** The images of `fashion-ten` to learn from and to choose with, pixels in 0..1. */
export function clothes(bytes: Uint8Array): Clothes {
  const images = (from: number, count: number): Tensor =>
    tensor(
      Float32Array.from(bytes.subarray(from * pixels, (from + count) * pixels), (v) => v / 255),
    ).reshape([count, pixels]);
  const truth = (from: number, count: number): number[] =>
    Array.from(bytes.subarray(all * pixels + from, all * pixels + from + count));
  return {
    X: images(0, trainingImages),
    truth: truth(0, trainingImages),
    devX: images(trainingImages, devImages),
    devTruth: truth(trainingImages, devImages),
  };
}

/** The labels, of which about `share` are another class, any of the nine by the same chance. */
export async function spoiled(truth: readonly number[], share: number): Promise<number[]> {
  const [dice, steps] = await Promise.all([
    rand([truth.length]).data(),
    randint(1, classes, [truth.length]).data(),
  ]);
  return truth.map((label, i) =>
    Number(dice[i]) < share ? (label + Number(steps[i])) % classes : label,
  );
}

/** A network 784-64-10, trained for some epochs with Adam; yields after each. */
export async function* training(
  X: Tensor,
  labels: readonly number[],
  epochs: number,
  seed: number,
): AsyncGenerator<nn.Sequential> {
  manualSeed(seed);
  const model = new nn.Sequential(
    new nn.Linear(pixels, 64),
    new nn.ReLU(),
    new nn.Linear(64, classes),
  );
  const Y = tensor([...labels]).int();
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.002 });
  const lossOf = new nn.CrossEntropyLoss();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = randperm(labels.length);
    for (let from = 0; from < labels.length; from += batch) {
      const rows = order.narrow(0, from, batch);
      optimizer.zeroGrad();
      lossOf.call(model.call(X.indexSelect(0, rows)), Y.indexSelect(0, rows)).backward();
      optimizer.step();
    }
    // The order's last batch is done when something of it is read.
    await model.parameters().at(-1)?.detach().sum().item();
    yield model;
  }
}

/** All rows, those first whose labels the network believes least. */
export async function suspects(
  model: nn.Sequential,
  X: Tensor,
  labels: readonly number[],
): Promise<number[]> {
  const own = noGrad(() =>
    model
      .call(X)
      .logSoftmax(1)
      .gather(
        1,
        tensor([...labels])
          .int()
          .unsqueeze(1),
      )
      .squeeze(1),
  );
  const logs = Array.from(await own.data(), Number);
  return logs.map((_, i) => i).sort((a, b) => (logs[a] as number) - (logs[b] as number));
}

/** What the network takes each image for. */
export const takenFor = async (model: nn.Sequential, X: Tensor): Promise<number[]> =>
  Array.from(await noGrad(() => model.call(X).argmax(1)).data(), Number);
