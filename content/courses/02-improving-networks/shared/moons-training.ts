/** The network of this week, 2-5-2-1 on the two moons, as figures and measurements train it. */
import { manualSeed, nn, noGrad, type Tensor, tensor } from "gradus";
import { type Points, pointsOf } from "./points.ts";

export interface Moons {
  readonly train: Points;
  readonly dev: Points;
}

/** The 300 points to learn from, and the 200 to choose with. */
export const moonsOf = (bytes: Uint8Array): Moons => ({
  train: pointsOf(bytes, 0, 300),
  dev: pointsOf(bytes, 300, 200),
});

/** Linear layers with ReLU between them, started as He says. */
export function network(sizes: readonly number[] = [2, 5, 2, 1]): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const linear = new nn.Linear(sizes[l - 1] as number, sizes[l] as number);
    nn.init.kaimingNormal_(linear.weight, { nonlinearity: "relu" });
    if (linear.bias) nn.init.zeros_(linear.bias);
    if (l > 1) layers.push(new nn.ReLU());
    layers.push(linear);
  }
  return new nn.Sequential(...layers);
}

/** Uniform numbers in 0..1 (mulberry32), for orders that a seed decides. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The numbers 0 to m − 1, shuffled. */
export function shuffled(m: number, random: () => number): number[] {
  const order = Array.from({ length: m }, (_, i) => i);
  for (let i = m - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/** The batches of one epoch; the rows stay as they are where one batch holds them all. */
export function* batches(
  { X, Y }: Points,
  size: number,
  random: () => number,
): Generator<Tensor[]> {
  const m = X.size(0);
  if (size >= m) {
    yield [X, Y];
    return;
  }
  const order = shuffled(m, random);
  for (let from = 0; from < m; from += size) {
    const rows = tensor(order.slice(from, from + size)).int();
    yield [X.indexSelect(0, rows), Y.indexSelect(0, rows)];
  }
}

export interface Training {
  readonly make: (parameters: Tensor[]) => { zeroGrad(): void; step(): unknown };
  readonly size: number;
  readonly seed: number;
}

const lossOf = new nn.BCEWithLogitsLoss();

/** Trains without end, an epoch at a time: the model and how many steps it has taken. */
export function* epochs(
  train: Points,
  { make, size, seed }: Training,
): Generator<{ model: nn.Sequential; steps: number }> {
  manualSeed(seed);
  const model = network();
  const optimizer = make(model.parameters());
  const random = uniform(seed);
  for (let steps = 0; ; ) {
    for (const [X, Y] of batches(train, size, random)) {
      optimizer.zeroGrad();
      lossOf.call(model.call(X as Tensor), Y as Tensor).backward();
      optimizer.step();
      steps++;
    }
    yield { model, steps };
  }
}

export const costOf = (model: nn.Sequential, { X, Y }: Points): Promise<number> =>
  noGrad(() => lossOf.call(model.call(X), Y)).item();

export const accuracyOf = (model: nn.Sequential, { X, Y }: Points): Promise<number> =>
  noGrad(() => model.call(X).gt(0).float().eq(Y).float().mean()).item();
