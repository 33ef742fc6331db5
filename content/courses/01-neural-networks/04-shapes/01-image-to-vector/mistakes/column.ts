// caught by: is right for the example in the task
// misconception: a column instead of a list
import type { Tensor } from "gradus";

/** All numbers of a picture [channels, height, width] as one list. */
export function imageToVector(image: Tensor): Tensor {
  return image.reshape([-1, 1]);
}
