/** The moons, and how well a network with two hyperparameters learns them. */
import { manualSeed, nn, noGrad, optim } from "gradus";
import { type Points, pointsOf } from "../shared/points.ts";

export interface Moons {
  readonly train: Points;
  readonly dev: Points;
}

/** The 300 points to learn from, and the 200 to choose with. */
export const moons = (bytes: Uint8Array): Moons => ({
  train: pointsOf(bytes, 0, 300),
  dev: pointsOf(bytes, 300, 200),
});

export interface Settings {
  readonly learningRate: number;
  readonly hidden: number;
}

/** The share of the dev points that a network gets right after `steps` steps of plain gradient descent. */
export async function scoreOf(
  { learningRate, hidden }: Settings,
  { train, dev }: Moons,
  steps: number,
  seed: number,
): Promise<number> {
  manualSeed(seed);
  const model = new nn.Sequential(
    new nn.Linear(2, hidden),
    new nn.ReLU(),
    new nn.Linear(hidden, 1),
  );
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
