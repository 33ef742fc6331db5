import type { Tensor } from "gradus";

/** All numbers of a picture [channels, height, width] as one list. */
export function imageToVector(image: Tensor): Tensor {
  //# 1. Shape: a new one with a single side, image.reshape([…]). A side of -1 is worked out for you.
  return image.reshape([-1]);
}
