// caught by: is right for the example in the task
// misconception: reshaped first, then transposed
import type { Tensor } from "gradus";

/** Pictures [m, height, width] as rows [m, height · width]. */
export function flattenImages(images: Tensor): Tensor {
  const [m = 0] = images.shape;
  return images.reshape([-1, m]).t();
}
