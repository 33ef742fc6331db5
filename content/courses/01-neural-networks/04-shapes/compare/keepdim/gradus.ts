import { tensor } from "gradus";

const x = tensor([
  [3, 4],
  [6, 8],
]);
x.div(x.square().sum(1, { keepdim: true }).sqrt()); // [[0.6, 0.8], [0.6, 0.8]]
