import type { Tensor } from "gradus";

/** 1 where a window of windows [N, C, f, f] has its largest number, and 0 elsewhere. */
export function createMaskFromWindow(windows: Tensor): Tensor {
  //# 1. Largest: of each window, in a shape that fits to all of its places
  const largest = windows.amax([2, 3], { keepdim: true });
  //# 2. Compare: every place with it, as zeros and ones
  return windows.eq(largest).float();
}
