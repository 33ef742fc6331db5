/**
 * A Siamese network for emoji by two hands, and its training with three ways to choose negatives: what the lesson's
 * figure and its numbers are made with.
 */
import { arange, cat, eye, nn, noGrad, optim, type Tensor, tensor } from "gradus";
import { emojiSide } from "./emoji.ts";

/** Which of the other symbols of a batch is a triplet's negative: any one, the nearest, or all of them. */
export type Negatives = "random" | "nearest" | "all";

export interface Training {
  readonly negatives: Negatives;
  readonly margin: number;
  readonly steps: number;
  readonly batchSize: number;
  /** Uniform numbers in 0..1, for the choice of symbols and for moving them. */
  readonly random: () => number;
}

const pixels = emojiSide * emojiSide;
/** Images are moved by at most so many pixels, and half of them are mirrored. */
const most = 3;
const rate = 0.003;

/** Uniform numbers in 0..1 (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Three convolutions that halve the image, and 32 numbers for what is left: 22,888 parameters. */
export function likenessNetwork(): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  for (const [inputs, outputs, size] of [
    [3, 8, 5],
    [8, 16, 3],
    [16, 32, 3],
  ] as const)
    layers.push(
      new nn.Conv2d(inputs, outputs, size, { stride: 2, padding: (size - 1) / 2, bias: false }),
      new nn.BatchNorm2d(outputs),
      new nn.ReLU(),
    );
  return new nn.Sequential(...layers, new nn.Flatten(), new nn.Linear(512, 32));
}

const ofLengthOne = (E: Tensor): Tensor => E.div(E.square().sum(1, { keepdim: true }).sqrt());

/** The squared distance of every row of A to every row of B. */
export const distancesOf = (A: Tensor, B: Tensor): Tensor =>
  A.square().sum(1, { keepdim: true }).add(B.square().sum(1)).sub(A.matmul(B.t()).mul(2)).clamp(0);

/** Embeddings of length 1 of images in 0..1. */
export const embeddings = (network: nn.Sequential, images: Tensor): Tensor =>
  noGrad(() => ofLengthOne(network.call(images.sub(0.5))));

/** The share of the first hand's symbols whose nearest of the other hand's is the right one. */
export async function found(first: Tensor, second: Tensor): Promise<number> {
  const nearest = distancesOf(first, second).argmin(1);
  return nearest
    .eq(arange(first.size(0)))
    .float()
    .mean()
    .item();
}

/** The cost of a batch: rows i of A and P are the same symbol. */
function costOf(A: Tensor, P: Tensor, { negatives, margin, random }: Training): Tensor {
  const m = A.size(0);
  const distances = distancesOf(A, P);
  const own = distances.diagonal();
  if (negatives === "all") {
    const costs = own.unsqueeze(1).sub(distances).add(margin).clamp(0).mul(eye(m).neg().add(1));
    return costs.sum().div(costs.gt(0).float().sum().clamp(1));
  }
  const by = 1 + Math.floor(random() * (m - 1));
  const places =
    negatives === "nearest"
      ? distances.detach().add(eye(m).mul(1e6)).argmin(1)
      : tensor(
          Array.from({ length: m }, (_, i) => (i + by) % m),
          { dtype: "int32" },
        );
  const far = distances.gather(1, places.unsqueeze(1)).squeeze(1);
  return own.sub(far).add(margin).clamp(0).mean();
}

/** Symbols at some places of the set, each moved a little and perhaps mirrored: [m, 3, 32, 32] around 0. */
function moved(
  hand: ArrayLike<number>,
  places: readonly number[],
  mirrored: readonly boolean[],
  random: () => number,
): Tensor {
  const out = new Float32Array(places.length * 3 * pixels).fill(0.5);
  const by = (): number => Math.floor((2 * most + 1) * random()) - most;
  places.forEach((place, row) => {
    const [right, down] = [by(), by()];
    for (let channel = 0; channel < 3; channel++)
      for (let y = Math.max(0, down); y < emojiSide + Math.min(0, down); y++)
        for (let x = Math.max(0, right); x < emojiSide + Math.min(0, right); x++) {
          const from = mirrored[row] ? emojiSide - 1 - (x - right) : x - right;
          const plane = channel * pixels;
          out[row * 3 * pixels + plane + y * emojiSide + x] =
            (hand[place * 3 * pixels + plane + (y - down) * emojiSide + from] as number) - 0.5;
        }
  });
  return tensor(out).reshape([places.length, 3, emojiSide, emojiSide]);
}

/** Trains a network in place and gives the cost of each step as it is taken; the last third with a tenth of the rate. */
export async function* learning(
  network: nn.Sequential,
  hands: readonly [Tensor, Tensor],
  training: Training,
): AsyncGenerator<number> {
  const { steps, batchSize, random } = training;
  const [first, second] = [await hands[0].data(), await hands[1].data()] as [
    Float32Array,
    Float32Array,
  ];
  const optimizer = new optim.Adam(network.parameters(), { lr: rate });
  const schedule = new optim.lrScheduler.MultiStepLR(optimizer, {
    milestones: [Math.floor((2 * steps) / 3)],
  });
  const order = Array.from({ length: hands[0].size(0) }, (_, i) => i);
  for (let step = 0; step < steps; step++) {
    network.train();
    for (let i = 0; i < batchSize; i++) {
      const j = i + Math.floor(random() * (order.length - i));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    const places = order.slice(0, batchSize);
    const mirrored = places.map(() => random() < 0.5);
    const images = cat([
      moved(first, places, mirrored, random),
      moved(second, places, mirrored, random),
    ]);
    const E = ofLengthOne(network.call(images));
    const cost = costOf(E.narrow(0, 0, batchSize), E.narrow(0, batchSize, batchSize), training);
    optimizer.zeroGrad();
    cost.backward();
    optimizer.step();
    schedule.step();
    yield await cost.item();
  }
}
