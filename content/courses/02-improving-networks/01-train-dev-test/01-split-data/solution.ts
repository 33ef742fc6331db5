import type { Tensor } from "gradus";

export interface DataSet {
  X: Tensor;
  Y: Tensor;
}

/** Three sets from the rows of X [m, inputs] and Y [m, 1], in the order [m] given. */
export function splitData(
  X: Tensor,
  Y: Tensor,
  order: Tensor,
  devCount: number,
  testCount: number,
): { train: DataSet; dev: DataSet; test: DataSet } {
  //# 1. Sizes: how many rows are left to learn from.
  const trainCount = X.size(0) - devCount - testCount;
  //# 2. Select: a part of the order picks rows of X and the same rows of Y.
  const part = (from: number, count: number): DataSet => {
    const rows = order.narrow(0, from, count);
    return { X: X.indexSelect(0, rows), Y: Y.indexSelect(0, rows) };
  };
  //# 3. Combine: the three parts, one behind the other.
  return {
    train: part(0, trainCount),
    dev: part(trainCount, devCount),
    test: part(trainCount + devCount, testCount),
  };
}
