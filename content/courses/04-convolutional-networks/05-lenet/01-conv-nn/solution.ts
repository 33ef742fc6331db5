import { conv2d, maxPool2d, type Tensor } from "gradus";

/** Two layers of filters, [K, C, f, f] with biases [K], and a dense layer [classes, features] with biases [classes]. */
export interface ConvParameters {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
  W3: Tensor;
  b3: Tensor;
}

/** The scores [N, classes] of pictures X [N, C, H, W]. */
export function forwardScores(X: Tensor, parameters: ConvParameters): Tensor {
  const { W1, b1, W2, b2, W3, b3 } = parameters; //# given
  //# 1. Filter: with a border of 2, then ReLU, then the largest of each 2 by 2
  const A1 = maxPool2d(conv2d(X, W1, b1, { padding: 2 }).relu(), 2);
  //# 2. Filter: the same without a border
  const A2 = maxPool2d(conv2d(A1, W2, b2).relu(), 2);
  //# 3. Shape: one row for each picture
  const rows = A2.flatten(1);
  //# 4. Weighted sum: the scores
  return rows.matmul(W3.t()).add(b3);
}
