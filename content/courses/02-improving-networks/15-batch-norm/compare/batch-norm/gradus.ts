import { nn, tensor } from "gradus";

const Z = tensor([
  [1, 10],
  [3, 30],
  [2, 50],
]);
const norm = new nn.BatchNorm1d(2);
norm.call(Z); // [[-1.2247, -1.2247], [1.2247, 0], [0, 1.2247]]
