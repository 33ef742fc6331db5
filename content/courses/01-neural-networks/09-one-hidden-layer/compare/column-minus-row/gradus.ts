import { tensor } from "gradus";

const answers = tensor([[1], [2], [3]]);
const truth = tensor([1, 2, 3]);
answers.sub(truth); // [[0, -1, -2], [1, 0, -1], [2, 1, 0]]
