// caught by: is right for the example in the task
// misconception: all pictures in one row
import type { Tensor } from "gradus";

/** Pictures [m, height, width] as rows [m, height · width]. */
export function flattenImages(images: Tensor): Tensor {
  return images.reshape([-1]);
}
