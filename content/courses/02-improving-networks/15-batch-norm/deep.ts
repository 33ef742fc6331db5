/** A deep network for the ten kinds of clothes, with batch norm between its layers or without. */
import { type data, nn, noGrad, optim, type Tensor } from "gradus";
import type { Images } from "../16-many-classes/images.ts";

export interface Deep {
  readonly hidden: readonly number[];
  readonly normed: boolean;
  /** The spread of a layer's starting weights, by its number of inputs. */
  readonly spread: (inputs: number) => number;
}

/** He's start. */
export const he = (inputs: number): number => Math.sqrt(2 / inputs);

/** Linear, batch norm if asked for, ReLU; again for each hidden layer; ten scores at the end. */
export function deepNetwork({ hidden, normed, spread }: Deep): nn.Sequential {
  const sizes = [784, ...hidden, 10];
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);
    const last = l === sizes.length - 1;
    const linear = new nn.Linear(inputs, units, { bias: last || !normed });
    nn.init.normal_(linear.weight, 0, spread(inputs));
    if (linear.bias) nn.init.zeros_(linear.bias);
    layers.push(linear);
    if (last) break;
    if (normed) layers.push(new nn.BatchNorm1d(units));
    layers.push(new nn.ReLU());
  }
  return new nn.Sequential(...layers);
}

/** Steps of plain gradient descent over batches, with the cost of each. */
export async function* learning(
  model: nn.Sequential,
  loader: data.DataLoader<Tensor[], Tensor[]>,
  learningRate: number,
  epochs: number,
): AsyncGenerator<number> {
  const optimizer = new optim.SGD(model.parameters(), { lr: learningRate });
  const lossOf = new nn.CrossEntropyLoss();
  model.train();
  for (let epoch = 0; epoch < epochs; epoch++)
    for await (const [X, labels] of loader) {
      if (!X || !labels) continue;
      optimizer.zeroGrad();
      const cost = lossOf.call(model.call(X), labels);
      cost.backward();
      optimizer.step();
      yield cost.item();
    }
}

/** The share of images that are classified right, in per cent. */
export async function rightOf(model: nn.Sequential, { X, labels }: Images): Promise<number> {
  model.eval();
  const right = noGrad(() => model.call(X).argmax(1).eq(labels).float().mean());
  model.train();
  return 100 * (await right.item());
}
