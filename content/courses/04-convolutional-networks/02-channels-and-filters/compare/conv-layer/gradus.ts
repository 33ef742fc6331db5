import { nn, ones, type Tensor } from "gradus";

const layer = new nn.Conv2d(3, 16, 5, { stride: 2, padding: 2 });
nn.init.ones_(layer.weight);
nn.init.constant_(layer.bias as Tensor, 0.5);
const Z = layer.call(ones([1, 3, 8, 8]));
Z.select(0, 0).select(0, 0); // [[27.5, 45.5, 45.5, 36.5], [45.5, 75.5, 75.5, 60.5], [45.5, 75.5, 75.5, 60.5], [36.5, 60.5, 60.5, 48.5]]
