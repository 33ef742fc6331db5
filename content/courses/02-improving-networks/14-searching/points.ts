/** The moons as tensors, and how well a network with two hyperparameters learns them. */
import { manualSeed, nn, noGrad, optim, type Tensor, tensor } from "gradus";

export interface Points {
  /** [m, 2], a row for each point. */
  readonly X: Tensor;
  /** [m, 1], 0 or 1. */
  readonly Y: Tensor;
}

/** The 300 points to learn from, and the 200 to choose with. */
export function moons(bytes: Uint8Array): { readonly train: Points; readonly dev: Points } {
  const all = tensor(new Float32Array(bytes.slice().buffer)).reshape([-1, 3]);
  const part = (from: number, count: number): Points => {
    const rows = all.narrow(0, from, count);
    return { X: rows.narrow(1, 0, 2), Y: rows.narrow(1, 2, 1) };
  };
  return { train: part(0, 300), dev: part(300, 200) };
}

export interface Settings {
  readonly learningRate: number;
  readonly hidden: number;
}

/** The share of the dev points that a network gets right after `steps` steps of plain gradient descent. */
export async function scoreOf(
  { learningRate, hidden }: Settings,
  { train, dev }: ReturnType<typeof moons>,
  steps: number,
  seed: number,
): Promise<number> {
  manualSeed(seed);
  const model = new nn.Sequential(new nn.Linear(2, hidden), new nn.ReLU(), new nn.Linear(hidden, 1));
  const optimizer = new optim.SGD(model.parameters(), { lr: learningRate });
  const lossOf = new nn.BCEWithLogitsLoss();
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    lossOf.call(model.call(train.X), train.Y).backward();
    optimizer.step();
  }
  const right = noGrad(() => model.call(dev.X).gt(0).float().eq(dev.Y).float().mean());
  return right.item();
}
