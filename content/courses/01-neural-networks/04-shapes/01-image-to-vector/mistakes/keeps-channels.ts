// caught by: is right for the example in the task
import type { Tensor } from "gradus";

/** All numbers of a picture [channels, height, width] as one list. */
export function imageToVector(image: Tensor): Tensor {
  return image.reshape([image.shape[0] ?? 1, -1]);
}
