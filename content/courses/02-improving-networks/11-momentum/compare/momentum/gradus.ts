import { optim, tensor } from "gradus";

const w = tensor([1, 2], { requiresGrad: true });
const optimizer = new optim.SGD([w], { lr: 0.1, momentum: 0.9 });
for (let step = 0; step < 3; step++) {
  optimizer.zeroGrad();
  w.square().sum().backward();
  optimizer.step();
}
w.detach(); // [0.062, 0.124]
