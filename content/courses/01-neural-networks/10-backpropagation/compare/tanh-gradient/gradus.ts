import { tensor } from "gradus";

const w = tensor([[0.5, -0.5]], { requiresGrad: true });
const x = tensor([
  [1, 2],
  [3, -1],
]);
x.matmul(w.t()).tanh().sum().backward();
w.grad; // [[0.9984, 1.5022]]
