import { nn, optim, type Tensor } from "gradus";
import type { Neuron } from "../../06-logistic-regression/03-initialize-zeros/solution.ts";
import type { Training } from "../../07-gradient-descent/02-optimize/solution.ts";

/** A neuron trained by the library, starting at zero. */
export function logisticNn(X: Tensor, y: Tensor, { iterations, learningRate }: Training): Neuron {
  //# 1. Parameters: const model = new nn.Linear(n, 1), and zeros into each of model.parameters()
  const model = new nn.Linear(X.shape[1] ?? 0, 1);
  for (const parameter of model.parameters()) nn.init.zeros_(parameter);
  //# 2. Loop: with optimizer = new optim.SGD(model.parameters(), { lr: … }), in every step
  const optimizer = new optim.SGD(model.parameters(), { lr: learningRate });
  for (let i = 0; i < iterations; i++) {
    //# 3. Cost: of model.call(X).squeeze(1) and y, after optimizer.zeroGrad()
    optimizer.zeroGrad();
    const z = model.call(X).squeeze(1);
    //# 4. Backward: call it on the cost, then optimizer.step()
    nn.functional.binaryCrossEntropyWithLogits(z, y).backward();
    optimizer.step();
  }
  //# 5. Shape: the weights as a list, the bias as a single number, .detach().squeeze(0).
  //#    TypeScript cannot know that this layer has a bias: say (model.bias as Tensor).
  const bias = model.bias as Tensor;
  return { w: model.weight.detach().squeeze(0), b: bias.detach().squeeze(0) };
}
