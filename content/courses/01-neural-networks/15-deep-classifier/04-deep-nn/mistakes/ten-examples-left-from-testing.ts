// caught by: learns from all images
import { nn, optim, type Tensor } from "gradus";

export interface TrainOptions {
  learningRate: number;
  iterations: number;
  /** Told the cost of each step as it comes. */
  report?: (point: { step: number; loss: number }) => void;
}

/** Linear layers of these sizes with ReLU between them; the last gives sums, not answers. */
export function deepNetwork(sizes: readonly number[]): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);
    if (l > 1) layers.push(new nn.ReLU());
    layers.push(new nn.Linear(inputs, units));
  }
  return new nn.Sequential(...layers);
}

/** Trains the network in place; the cost before each step. */
export async function trainDeep(
  network: nn.Sequential,
  X: Tensor,
  Y: Tensor,
  options: TrainOptions,
): Promise<number[]> {
  const lossOf = new nn.BCEWithLogitsLoss();
  const optimizer = new optim.SGD(network.parameters(), { lr: options.learningRate });
  const costs: number[] = [];
  for (let step = 0; step < options.iterations; step++) {
    optimizer.zeroGrad();
    const cost = lossOf.call(network.call(X.narrow(0, 0, 10)), Y.narrow(0, 0, 10));
    cost.backward();
    optimizer.step();
    const loss = await cost.item();
    costs.push(loss);
    options.report?.({ step, loss });
  }
  return costs;
}
