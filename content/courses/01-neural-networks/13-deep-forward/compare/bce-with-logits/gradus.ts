import { nn, tensor } from "gradus";

const z = tensor([2, -1, 40]);
const y = tensor([1, 0, 0]);
nn.functional.binaryCrossEntropyWithLogits(z, y); // 13.4801
