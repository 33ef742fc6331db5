import { nn, tensor } from "gradus";

const X = tensor([
  [3, 1, 4, 1],
  [5, 9, 2, 6],
  [5, 3, 5, 8],
  [9, 7, 9, 3],
]).reshape([1, 1, 4, 4]);
const largest = new nn.MaxPool2d(2).call(X);
const mean = new nn.AvgPool2d(2).call(X);
largest.flatten().sub(mean.flatten()); // [4.5, 2.75, 3, 2.75]
