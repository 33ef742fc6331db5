import { tensor } from "gradus";

const w = tensor([[1, -2]], { requiresGrad: true });
const x = tensor([[3, 4]]);
x.matmul(w.t()).relu().add(x.matmul(w.t()).square()).sum().backward();
w.grad; // [[-30, -40]]
