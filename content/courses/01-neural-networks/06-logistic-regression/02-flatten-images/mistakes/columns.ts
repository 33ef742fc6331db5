// caught by: is right for the example in the task
// misconception: a column for each picture
import type { Tensor } from "gradus";

/** Pictures [m, height, width] as rows [m, height · width]. */
export function flattenImages(images: Tensor): Tensor {
  const [m = 0] = images.shape;
  return images.reshape([m, -1]).t();
}
