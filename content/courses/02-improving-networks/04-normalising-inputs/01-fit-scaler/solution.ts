import { onesLike, type Tensor, where } from "gradus";

export interface Scaler {
  /** [columns] */
  mean: Tensor;
  /** [columns], 1 where a column is constant. */
  spread: Tensor;
}

/** The mean and the spread of each column of X [m, columns]. */
export function fitScaler(X: Tensor): Scaler {
  //# 1. Mean: of each column.
  const mean = X.mean(0);
  //# 2. Root: of the mean of the squared distances from the mean.
  const spread = X.sub(mean).square().mean(0).sqrt();
  //# 3. Select: 1 where the spread is 0.
  return { mean, spread: where(spread.gt(0), spread, onesLike(spread)) };
}
