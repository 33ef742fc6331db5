import type { Tensor } from "gradus";

export interface Sizes {
  readonly trainCount: number;
  readonly testCount: number;
  readonly height: number;
  readonly width: number;
  readonly features: number;
}

/** What is in two sets of pictures [m, height, width] of the same size. */
export function dataSizes(train: Tensor, test: Tensor): Sizes {
  //# 1. Sizes: train.shape has three sides, const [trainCount = 0, height = 0, width = 0] = train.shape;
  //# 2. Sizes: the first side of test.shape is the other count.
  //# 3. Multiply: one picture gives height times width numbers.
  const [trainCount = 0, height = 0, width = 0] = train.shape;
  const [testCount = 0] = test.shape;
  return { trainCount, testCount, height, width, features: height * width };
}
