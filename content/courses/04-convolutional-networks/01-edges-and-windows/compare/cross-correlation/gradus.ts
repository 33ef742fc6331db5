import { nn, tensor } from "gradus";

const image = tensor([
  [3, 0, 1],
  [1, 5, 8],
  [2, 7, 2],
]);
const filter = tensor([
  [1, 2],
  [0, -1],
]);
nn.functional.conv2d(image.reshape([1, 1, 3, 3]), filter.reshape([1, 1, 2, 2])).flatten(); // [-2, -6, 4, 19]
