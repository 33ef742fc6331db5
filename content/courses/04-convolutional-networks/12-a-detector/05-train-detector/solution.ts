import { data, nn, optim, type Tensor } from "gradus";
import { yoloLoss } from "../03-yolo-loss/solution.ts";

/** Images [N, 1, 56, 56] to [N, anchors, 5 + kinds, 7, 7]. */
export function detector(width: number, anchors: number, kinds: number): nn.Sequential {
  const block = (from: number, to: number): nn.TensorModule[] => [
    new nn.Conv2d(from, to, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(to),
    new nn.ReLU(),
  ];
  return new nn.Sequential(
    ...block(1, width),
    new nn.MaxPool2d(2),
    ...block(width, 2 * width),
    new nn.MaxPool2d(2),
    ...block(2 * width, 4 * width),
    new nn.MaxPool2d(2),
    ...block(4 * width, 4 * width),
    new nn.Conv2d(4 * width, anchors * (5 + kinds), 1),
    new nn.Unflatten(1, [anchors, 5 + kinds]),
  );
}

export interface DetectorTraining {
  epochs: number;
  batchSize: number;
  learningRate: number;
}

/** Trains a detector in place; the mean loss of the batches of each epoch. */
export async function trainDetector(
  model: nn.TensorModule,
  images: Tensor,
  targets: Tensor,
  { epochs, batchSize, learningRate }: DetectorTraining,
): Promise<number[]> {
  const examples = new data.TensorDataset(images, targets);
  const loader = new data.DataLoader(examples, { batchSize, shuffle: true });
  const optimizer = new optim.Adam(model.parameters(), { lr: learningRate });
  const losses: number[] = [];
  model.train();
  for (let epoch = 0; epoch < epochs; epoch++) {
    let sum = 0;
    for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
      optimizer.zeroGrad();
      const loss = yoloLoss(model.call(x), y);
      loss.backward();
      optimizer.step();
      sum += await loss.item();
    }
    losses.push(sum / loader.length);
  }
  return losses;
}
