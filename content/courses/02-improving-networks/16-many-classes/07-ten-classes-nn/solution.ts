import { data, nn, noGrad, optim, type Tensor } from "gradus";

export interface TrainNetworkOptions {
  learningRate: number;
  epochs: number;
  batchSize: number;
}

/** Trains a classifier in place with Adam on shuffled batches; the mean cost per example of each epoch. */
export async function trainNetwork(
  network: nn.TensorModule,
  X: Tensor,
  labels: Tensor,
  { learningRate, epochs, batchSize }: TrainNetworkOptions,
): Promise<number[]> {
  const examples = new data.TensorDataset(X, labels);
  const loader = new data.DataLoader(examples, { batchSize, shuffle: true });
  const optimizer = new optim.Adam(network.parameters(), { lr: learningRate });
  const lossOf = new nn.CrossEntropyLoss();
  const costs: number[] = [];
  network.train();
  for (let epoch = 0; epoch < epochs; epoch++) {
    let sum = 0;
    for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
      optimizer.zeroGrad();
      const loss = lossOf.call(network.call(x), y);
      loss.backward();
      optimizer.step();
      sum += (await loss.item()) * x.size(0);
    }
    costs.push(sum / X.size(0));
  }
  return costs;
}

/** The share of examples X [m, inputs] whose largest score is at their label. */
export async function accuracyOf(
  network: nn.TensorModule,
  X: Tensor,
  labels: Tensor,
): Promise<number> {
  network.eval();
  const right = noGrad(() => network.call(X).argmax(1).eq(labels).float());
  return right.mean().item();
}
