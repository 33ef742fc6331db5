import { nn, tensor } from "gradus";

const x = tensor([
  [
    [
      [1, 2],
      [3, 4],
    ],
    [
      [10, 20],
      [30, 40],
    ],
  ],
]);
const conv = new nn.Conv2d(2, 2, 2, { groups: 2, bias: false });
nn.init.ones_(conv.weight);
conv.call(x); // [[[[10]], [[100]]]]
