import { optim, tensor } from "gradus";

const w = tensor([1, 20], { requiresGrad: true });
const optimizer = new optim.AdamW([w], { lr: 0.1, weightDecay: 0.1 });
for (let step = 0; step < 3; step++) {
  optimizer.zeroGrad();
  w.square().sum().backward();
  optimizer.step();
}
w.detach(); // [0.6751, 19.1091]
