import { nn, tensor } from "gradus";

const scores = tensor([
  [2, 1, -1],
  [0, 3, 0.5],
]);
const labels = tensor([0, 2], { dtype: "int32" });
nn.functional.crossEntropy(scores, labels); // 1.4864
