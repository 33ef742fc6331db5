import { data, nn, optim, type Tensor } from "gradus";

export type OptimizerName = "plain" | "momentum" | "rmsprop" | "adam" | "adamw";

/** What a training loop calls. */
export interface Stepping {
  zeroGrad(): void;
  step(): unknown;
}

/** One of this week's optimizers, by its name. */
export function optimizerOf(
  name: OptimizerName,
  parameters: readonly Tensor[],
  lr: number,
): Stepping {
  switch (name) {
    case "plain":
      return new optim.SGD(parameters, { lr });
    case "momentum":
      return new optim.SGD(parameters, { lr: lr * (1 - 0.9), momentum: 0.9 });
    case "rmsprop":
      return new optim.RMSprop(parameters, { lr, alpha: 0.9 });
    case "adam":
      return new optim.Adam(parameters, { lr });
    case "adamw":
      return new optim.AdamW(parameters, { lr, weightDecay: 0.1 });
  }
}

export interface TrainOptions {
  batchSize: number;
  epochs: number;
  /** Of the shuffle. */
  seed: number;
}

/** Trains a model whose last layer gives sums on labels of 0 and 1; gives the mean cost of each epoch. */
export async function train(
  model: nn.Sequential,
  X: Tensor,
  Y: Tensor,
  optimizer: Stepping,
  { batchSize, epochs, seed }: TrainOptions,
): Promise<number[]> {
  const loader = new data.DataLoader(new data.TensorDataset(X, Y), {
    batchSize,
    shuffle: true,
    seed,
  });
  const lossOf = new nn.BCEWithLogitsLoss();
  const costs: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    let sum = 0;
    for await (const [x, y] of loader) {
      const [inputs, truth] = [x as Tensor, y as Tensor];
      optimizer.zeroGrad();
      const cost = lossOf.call(model.call(inputs), truth);
      cost.backward();
      optimizer.step();
      sum += (await cost.item()) * inputs.size(0);
    }
    costs.push(sum / X.size(0));
  }
  return costs;
}
