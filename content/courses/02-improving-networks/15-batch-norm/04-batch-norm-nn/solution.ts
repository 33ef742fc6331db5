import { nn, noGrad, type Tensor } from "gradus";

/** Linear layers of these sizes, with batch norm and ReLU after each but the last. */
export function normedNetwork(sizes: readonly number[]): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);
    if (l === sizes.length - 1) layers.push(new nn.Linear(inputs, units));
    else {
      layers.push(new nn.Linear(inputs, units, { bias: false }));
      layers.push(new nn.BatchNorm1d(units), new nn.ReLU());
    }
  }
  return new nn.Sequential(...layers);
}

/** The answers for X [m, inputs] in evaluation mode; the network's mode is afterwards what it was. */
export function answersOf(network: nn.Sequential, X: Tensor): Tensor {
  const before = network.training;
  network.eval();
  const answers = noGrad(() => network.call(X));
  network.train(before);
  return answers;
}
