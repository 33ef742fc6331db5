import { nn, optim, tensor } from "gradus";

const layer = new nn.Linear(2, 1, { bias: false });
nn.init.zeros_(layer.weight);
const optimizer = new optim.SGD(layer.parameters(), { lr: 1 });

const X = tensor([
  [1, 0],
  [0, 1],
]);
const Y = tensor([[1], [0]]);
nn.functional.binaryCrossEntropyWithLogits(layer.call(X), Y).backward();
optimizer.step();
layer.weight; // [[0.25, -0.25]]
