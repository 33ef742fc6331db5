import { convTranspose2d, tensor } from "gradus";

const x = tensor([[2, 3]]).reshape([1, 1, 1, 2]);
const filter = tensor([
  [1, 10],
  [5, 0],
]).reshape([1, 1, 2, 2]);
convTranspose2d(x, filter).reshape([2, 3]); // [[2, 23, 30], [10, 15, 0]]
