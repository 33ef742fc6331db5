import { data, nn, noGrad, optim, type Tensor } from "gradus";

/** A classifier that gives scores for images [m, inputs]. */
export function network(inputs: number, hidden: number, classes: number): nn.Sequential {
  const layers = [new nn.Linear(inputs, hidden), new nn.ReLU(), new nn.Linear(hidden, classes)];
  return new nn.Sequential(...layers);
}

/** Trains a classifier in place; the cost of each batch. */
export async function train(
  model: nn.Sequential,
  X: Tensor,
  labels: Tensor,
  epochs: number,
): Promise<number[]> {
  const loader = new data.DataLoader(new data.TensorDataset(X, labels), {
    batchSize: 50,
    shuffle: true,
  });
  const lossOf = new nn.CrossEntropyLoss();
  const optimizer = new optim.Adam(model.parameters());
  const costs: number[] = [];
  model.train();
  for (let epoch = 0; epoch < epochs; epoch++)
    for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
      optimizer.zeroGrad();
      const cost = lossOf.call(model.call(x), y);
      cost.backward();
      optimizer.step();
      costs.push(await cost.item());
    }
  return costs;
}

/** The share of images that are classified right, looked at a batch at a time. */
export async function accuracy(
  model: nn.Sequential,
  X: Tensor,
  labels: Tensor,
  batchSize: number,
): Promise<number> {
  const loader = new data.DataLoader(new data.TensorDataset(X, labels), { batchSize });
  model.eval();
  let sum = 0;
  for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
    const right = noGrad(() => model.call(x).argmax(1).eq(y).float());
    sum += await right.sum().item();
  }
  return sum / X.size(0);
}
