import { maximum, minimum, tensor } from "gradus";

const left = tensor([[0], [5]]);
const right = tensor([[4], [9]]);
const [otherLeft, otherRight] = [tensor([1, 3, 8]), tensor([7, 6, 12])];
minimum(right, otherRight).sub(maximum(left, otherLeft)).clamp(0); // [[3, 1, 0], [2, 1, 1]]
