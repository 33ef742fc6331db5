import { data, nn, type optim, type Tensor } from "gradus";

/** LeNet-5 with ReLU and max pooling: scores [N, 10] for pictures [N, 1, 28, 28]. */
export function lenet(): nn.Sequential {
  return new nn.Sequential(
    new nn.Conv2d(1, 6, 5, { padding: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(6, 16, 5),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(400, 120),
    new nn.ReLU(),
    new nn.Linear(120, 84),
    new nn.ReLU(),
    new nn.Linear(84, 10),
  );
}

/** Goes once through all examples in shuffled batches; the mean cost per example. */
export async function trainEpoch(
  model: nn.TensorModule,
  optimizer: optim.Adam,
  X: Tensor,
  labels: Tensor,
  batchSize: number,
): Promise<number> {
  const examples = new data.TensorDataset(X, labels);
  const loader = new data.DataLoader(examples, { batchSize, shuffle: true });
  const lossOf = new nn.CrossEntropyLoss();
  model.train();
  let sum = 0;
  for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
    optimizer.zeroGrad();
    const loss = lossOf.call(model.call(x), y);
    loss.backward();
    optimizer.step();
    sum += (await loss.item()) * x.size(0);
  }
  return sum / X.size(0);
}
