import type { Tensor } from "gradus";

/** How much each two feature maps of A [channels, height, width] answer at the same places: [channels, channels]. */
export function gramMatrix(A: Tensor): Tensor {
  //# 1. Shape: each map as one long row
  const F = A.reshape([A.size(0), -1]);
  //# 2. Sum: the products of every two rows
  return F.matmul(F.t());
}
