// caught by: takes the steps of gradient descent
// misconception: other steps
import { nn, optim, type Tensor } from "gradus";

/** A network with one hidden layer, trained by the library; `costs` has the cost before each step. */
export async function flowerNn(
  X: Tensor,
  Y: Tensor,
  hidden: number,
  options: { iterations: number; learningRate: number },
): Promise<{ model: nn.Sequential; costs: number[] }> {
  const model = new nn.Sequential(
    new nn.Linear(X.size(1), hidden),
    new nn.Tanh(),
    new nn.Linear(hidden, 1),
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: options.learningRate });
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
