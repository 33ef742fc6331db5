import { notDone } from "@gradus/exercise";
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
  // 1. The shape of train has three sides: count, height, width.
  //    const [trainCount = 0, height = 0, width = 0] = train.shape;
  // 2. The first side of test is the other count.
  // 3. One picture gives height times width numbers.
  return notDone("dataSizes");
}
