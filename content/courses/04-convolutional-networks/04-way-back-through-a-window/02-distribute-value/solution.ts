import type { Tensor } from "gradus";

/** Each window's number dA [N, C], shared equally by its f · f places: [N, C, f, f]. */
export function distributeValue(dA: Tensor, f: number): Tensor {
  //# 1. Divide: each place has an equal part in the mean
  const part = dA.div(f * f);
  //# 2. Shape: the same number in all places of a window
  const [N = 0, C = 0] = dA.shape;
  return part.reshape([N, C, 1, 1]).expand([N, C, f, f]);
}
