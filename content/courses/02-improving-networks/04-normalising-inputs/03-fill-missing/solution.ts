import { type Tensor, where, zerosLike } from "gradus";

/** The mean of the numbers that are there, for each column of X [m, columns]: shape [columns]. */
export function presentMeans(X: Tensor): Tensor {
  //# 1. Select: 0 in the holes, the numbers as they are elsewhere.
  const holes = X.isnan();
  const numbers = where(holes, zerosLike(X), X);
  //# 2. Mean: each column's sum, by how many numbers are there.
  return numbers.sum(0).div(holes.logicalNot().float().sum(0));
}

/** X [m, columns] with the column's number of means [columns] in each hole. */
export function fillMissing(X: Tensor, means: Tensor): Tensor {
  //# 3. Select: the column's mean in a hole, the number itself elsewhere.
  return where(X.isnan(), means, X);
}
