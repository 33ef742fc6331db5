import { tensor } from "gradus";

const x = tensor([[1, 2]]);
const w = tensor([
  [0.5, -0.5],
  [1, 0],
  [0, 0.25],
]);
const b = tensor([0, 0, 0.5]);
x.matmul(w.t()).add(b).tanh(); // [[-0.4621172, 0.7615942, 0.7615942]]
