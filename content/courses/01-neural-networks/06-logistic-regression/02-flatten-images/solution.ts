import type { Tensor } from "gradus";

/** Pictures [m, height, width] as rows [m, height · width]. */
export function flattenImages(images: Tensor): Tensor {
  const [m = 0] = images.shape;
  return images.reshape([m, -1]);
}
