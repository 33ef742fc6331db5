// caught by: is right for the example in the task
// misconception: pictures read down the columns
import type { Tensor } from "gradus";

/** Pictures [m, height, width] as rows [m, height · width]. */
export function flattenImages(images: Tensor): Tensor {
  const [m = 0] = images.shape;
  return images.permute([0, 2, 1]).reshape([m, -1]);
}
