// caught by: is right for the example in the task
// misconception: rows and columns swapped
import type { Tensor } from "gradus";

/** All numbers of a picture [channels, height, width] as one list. */
export function imageToVector(image: Tensor): Tensor {
  return image.permute([0, 2, 1]).reshape([-1]);
}
