import { nn, tensor } from "gradus";

const a = tensor([0.6, 0.1, 0.99]);
const y = tensor([1, 1, 0]);
nn.functional.binaryCrossEntropy(a, y); // 2.4729
