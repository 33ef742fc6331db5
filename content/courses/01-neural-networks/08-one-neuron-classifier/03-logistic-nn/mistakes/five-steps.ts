import { nn, optim, type Tensor } from "gradus";
import type { Neuron } from "../../../06-logistic-regression/03-initialize-zeros/solution.ts";
import type { Training } from "../../../07-gradient-descent/02-optimize/solution.ts";

/** A neuron trained by the library, starting at zero. */
export function logisticNn(X: Tensor, y: Tensor, { learningRate }: Training): Neuron {
  const model = new nn.Linear(X.shape[1] ?? 0, 1);
  for (const parameter of model.parameters()) nn.init.zeros_(parameter);
  const optimizer = new optim.SGD(model.parameters(), { lr: learningRate });
  for (let i = 0; i < 5; i++) {
    optimizer.zeroGrad();
    const z = model.call(X).squeeze(1);
    nn.functional.binaryCrossEntropyWithLogits(z, y).backward();
    optimizer.step();
  }
  const bias = model.bias as Tensor;
  return { w: model.weight.detach().squeeze(0), b: bias.detach().squeeze(0) };
}
