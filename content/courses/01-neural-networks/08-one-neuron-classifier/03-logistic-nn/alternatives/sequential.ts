import { nn, optim, type Tensor } from "gradus";

export function logisticNn(
  X: Tensor,
  y: Tensor,
  training: { iterations: number; learningRate: number },
) {
  const layer = new nn.Linear(X.shape[1] ?? 0, 1);
  for (const parameter of layer.parameters()) nn.init.constant_(parameter, 0);
  const model = new nn.Sequential(layer, new nn.Sigmoid());
  const cost = new nn.BCELoss();
  const optimizer = new optim.SGD(layer.parameters(), { lr: training.learningRate });
  for (let i = 0; i < training.iterations; i++) {
    cost.call(model.call(X), y.unsqueeze(1)).backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  return { w: layer.weight.detach().reshape([-1]), b: (layer.bias as Tensor).detach().reshape([]) };
}
