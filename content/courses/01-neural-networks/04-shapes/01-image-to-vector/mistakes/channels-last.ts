// caught by: is right for the example in the task
// misconception: the channels come last
import type { Tensor } from "gradus";

/** All numbers of a picture [channels, height, width] as one list. */
export function imageToVector(image: Tensor): Tensor {
  return image.permute([1, 2, 0]).reshape([-1]);
}
