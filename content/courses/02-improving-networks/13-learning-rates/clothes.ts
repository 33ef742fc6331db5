/** A network for the ten kinds of clothes, and its training with a learning rate that is another one in each step. */
import { data, manualSeed, nn, noGrad, optim } from "gradus";
import type { Images } from "../16-many-classes/images.ts";

export const batchSize = 50;

/** One hidden layer of 64 units, started as He says. */
export function network(): nn.Sequential {
  const [first, last] = [new nn.Linear(784, 64), new nn.Linear(64, 10)];
  nn.init.kaimingNormal_(first.weight, { nonlinearity: "relu" });
  nn.init.normal_(last.weight, 0, 0.01);
  for (const { bias } of [first, last]) if (bias) nn.init.zeros_(bias);
  return new nn.Sequential(first, new nn.ReLU(), last);
}

/** The share of images that are classified right, in per cent. */
export const rightOf = async (model: nn.Sequential, { X, labels }: Images): Promise<number> =>
  100 * (await noGrad(() => model.call(X).argmax(1).eq(labels).float().mean()).item());

/** Steps of plain gradient descent on shuffled batches, each with the rate for its number; gives each batch's cost. */
export async function* learning(
  model: nn.Sequential,
  { X, labels }: Images,
  rateAt: (step: number) => number,
  steps: number,
  seed: number,
): AsyncGenerator<number> {
  manualSeed(seed);
  const examples = new data.TensorDataset(X, labels);
  const loader = new data.DataLoader(examples, { batchSize, shuffle: true });
  const optimizer = new optim.SGD(model.parameters(), { lr: rateAt(0) });
  const lossOf = new nn.CrossEntropyLoss();
  for (let step = 0; step < steps; )
    for await (const [images, truths] of loader) {
      if (!images || !truths || step === steps) break;
      for (const group of optimizer.paramGroups) group.lr = rateAt(step);
      optimizer.zeroGrad();
      const cost = lossOf.call(model.call(images), truths);
      cost.backward();
      optimizer.step();
      step++;
      yield cost.item();
    }
}
