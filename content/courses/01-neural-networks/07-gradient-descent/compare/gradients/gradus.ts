import { nn, tensor, zeros } from "gradus";

const w = zeros([2], { requiresGrad: true });
const X = tensor([
  [1, 2],
  [3, 0],
]);
const y = tensor([1, 0]);
nn.functional.binaryCrossEntropy(X.matmul(w).sigmoid(), y).backward();
w.grad; // [0.5, -0.5]
