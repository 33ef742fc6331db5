// caught by: is right for the example in the task
import type { Tensor } from "gradus";

/** Pictures [m, height, width] as rows [m, height · width]. */
export function flattenImages(images: Tensor): Tensor {
  return images.reshape([-1, images.shape[2] ?? 0]);
}
