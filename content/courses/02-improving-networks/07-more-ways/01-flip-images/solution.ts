import { type Tensor, where } from "gradus";

/** X [m, height, width] with those images turned left to right for which flips [m] is 1. */
export function flipImages(X: Tensor, flips: Tensor): Tensor {
  //# 1. Prepare: all images, turned round.
  const turned = X.flip([2]);
  //# 2. Shape: one condition for each image, in a shape that goes with X.
  const which = flips.gt(0).reshape([X.size(0), 1, 1]);
  //# 3. Select: the turned image, or the one that was there.
  return where(which, turned, X);
}
