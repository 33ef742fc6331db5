import { nn, optim, type Tensor } from "gradus";

export async function flowerNn(
  X: Tensor,
  Y: Tensor,
  hidden: number,
  { iterations, learningRate: lr }: { iterations: number; learningRate: number },
) {
  const layers = [new nn.Linear(X.shape[1] ?? 0, hidden), new nn.Tanh(), new nn.Linear(hidden, 1)];
  const model = new nn.Sequential(...layers);
  const costOf = new nn.BCEWithLogitsLoss();
  const optimizer = new optim.SGD([...model.parameters()], { lr });
  const costs: number[] = [];
  while (costs.length < iterations) {
    const cost = costOf.call(model.call(X), Y);
    cost.backward();
    costs.push(await cost.item());
    optimizer.step();
    optimizer.zeroGrad();
  }
  return { model, costs };
}
