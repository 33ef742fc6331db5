import { data, nn, optim, type Tensor } from "gradus";

export interface OneCycleOptions {
  highest: number;
  epochs: number;
  batchSize: number;
}

/** Trains a network in place over one cycle of the learning rate; the rate of each step. */
export async function trainOneCycle(
  network: nn.TensorModule,
  X: Tensor,
  Y: Tensor,
  { highest, epochs, batchSize }: OneCycleOptions,
): Promise<number[]> {
  const loader = new data.DataLoader(new data.TensorDataset(X, Y), { batchSize, shuffle: true });
  const optimizer = new optim.SGD(network.parameters(), { lr: highest });
  const schedule = new optim.lrScheduler.OneCycleLR(optimizer, {
    maxLr: highest,
    totalSteps: epochs * loader.length,
    cycleMomentum: false,
  });
  const lossOf = new nn.BCEWithLogitsLoss();
  const rates: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++)
    for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
      optimizer.zeroGrad();
      lossOf.call(network.call(x), y).backward();
      rates.push(schedule.getLastLr()[0] as number);
      optimizer.step();
      schedule.step();
    }
  return rates;
}
