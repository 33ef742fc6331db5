import { nn, tensor } from "gradus";

const anchor = tensor([
  [0, 1],
  [0.6, 0.8],
]);
const positive = tensor([
  [0.6, 0.8],
  [1, 0],
]);
const negative = tensor([
  [0.8, 0.6],
  [-1, 0],
]);
const lossOf = new nn.TripletMarginLoss({ margin: 0.5 });
lossOf.call(anchor, positive, negative); // 0.1190
