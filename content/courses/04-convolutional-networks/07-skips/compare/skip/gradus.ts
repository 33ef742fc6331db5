import { nn, tensor } from "gradus";

const x = tensor([
  [
    [
      [1, -2],
      [3, 0.5],
    ],
  ],
]);
const conv = new nn.Conv2d(1, 1, 3, { padding: 1, bias: false });
nn.init.constant_(conv.weight, 0.1);
conv.call(x).add(x).relu(); // [[[[1.25, 0], [3.25, 0.75]]]]
