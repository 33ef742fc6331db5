import { arange, type Tensor } from "gradus";

/** A row for each of the labels [m] with a 1 at its place and 0 elsewhere: [m, classes]. */
export function oneHot(labels: Tensor, classes: number): Tensor {
  //# 1. Shape: the labels as a column, [m, 1].
  const column = labels.reshape([-1, 1]);
  //# 2. Compare: with 0, 1, 2 … in every row, and make numbers of true and false.
  return column.eq(arange(classes)).float();
}
