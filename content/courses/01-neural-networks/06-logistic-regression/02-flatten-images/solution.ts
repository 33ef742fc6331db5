import type { Tensor } from "gradus";

/** Pictures [m, height, width] as rows [m, height · width]. */
export function flattenImages(images: Tensor): Tensor {
  //# 1. Shape: keep the first side, and let -1 stand for all the others, images.reshape([…, -1])
  const [m = 0] = images.shape;
  return images.reshape([m, -1]);
}
