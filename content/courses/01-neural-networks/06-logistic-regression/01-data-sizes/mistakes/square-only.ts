// caught by: holds for pictures that are not square
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
  const [trainCount = 0, height = 0, width = 0] = train.shape;
  const [testCount = 0] = test.shape;
  return { trainCount, testCount, height, width, features: height * height };
}
