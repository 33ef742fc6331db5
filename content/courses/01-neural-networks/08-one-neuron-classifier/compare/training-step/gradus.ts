import { nn, optim, tensor } from "gradus";

const model = new nn.Linear(2, 1);
for (const parameter of model.parameters()) nn.init.zeros_(parameter);
const optimizer = new optim.SGD(model.parameters(), { lr: 0.5 });
const X = tensor([
  [1, 2],
  [3, 0],
]);
const y = tensor([[1], [0]]);
for (let step = 0; step < 2; step++) {
  optimizer.zeroGrad();
  nn.functional.binaryCrossEntropyWithLogits(model.call(X), y).backward();
  optimizer.step();
}
model.weight.detach(); // [[-0.3812, 0.4689]]
