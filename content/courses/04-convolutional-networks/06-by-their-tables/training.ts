/** Trains a network for pictures on the ten kinds of clothes, as this week's lessons do. */
import { data, nn, noGrad, optim, type Tensor } from "gradus";
import type { Images } from "../../02-improving-networks/16-many-classes/images.ts";

/** Rows of 784 numbers as pictures [N, 1, 28, 28]. */
export const pictures = (X: Tensor): Tensor => X.reshape([-1, 1, 28, 28]);

/** Takes Adam's steps over batches of 50; the cost of each before it. */
export async function* steps(
  model: nn.Module & { forward(x: Tensor): Tensor },
  { X, labels }: Images,
  { epochs, learningRate = 0.002 }: { readonly epochs: number; readonly learningRate?: number },
): AsyncGenerator<number> {
  const loader = new data.DataLoader(new data.TensorDataset(pictures(X), labels), {
    batchSize: 50,
    shuffle: true,
  });
  const optimizer = new optim.Adam(
    model.parameters().filter((p) => p.requiresGrad),
    { lr: learningRate },
  );
  const lossOf = new nn.CrossEntropyLoss();
  model.train();
  for (let epoch = 0; epoch < epochs; epoch++)
    for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
      optimizer.zeroGrad();
      const cost = lossOf.call(model.call(x), y);
      cost.backward();
      optimizer.step();
      yield cost.item();
    }
}

/** The share of pictures that are classified right, in per cent; the model measures in evaluation mode. */
export async function rightOf(
  model: nn.Module & { forward(x: Tensor): Tensor },
  { X, labels }: Images,
): Promise<number> {
  model.eval();
  const right = noGrad(() => model.call(pictures(X)).argmax(1).eq(labels).float().mean());
  model.train();
  return 100 * (await right.item());
}
