import type { Tensor } from "gradus";

export function dataSizes(train: Tensor, test: Tensor) {
  const side = (at: number): number => train.shape[at] ?? 0;
  return {
    features: train.select(0, 0).reshape([-1]).shape[0] ?? 0,
    trainCount: side(0),
    testCount: test.shape[0] ?? 0,
    height: side(1),
    width: side(2),
  };
}
