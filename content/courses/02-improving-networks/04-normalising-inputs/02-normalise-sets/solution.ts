import type { Tensor } from "gradus";
import { fitScaler } from "../01-fit-scaler/solution.ts";

export interface Sets {
  train: Tensor;
  dev: Tensor;
  test: Tensor;
}

/** Tables [m, columns], with the training set's mean subtracted and divided by the training set's spread. */
export function normaliseSets(train: Tensor, dev: Tensor, test: Tensor): Sets {
  const { mean, spread } = fitScaler(train);
  const apply = (X: Tensor): Tensor => X.sub(mean).div(spread);
  return { train: apply(train), dev: apply(dev), test: apply(test) };
}
