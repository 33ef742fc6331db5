import { type Tensor, zerosLike } from "gradus";
import type { PoolCache } from "../../03-pooling/01-pool-forward/solution.ts";
import { createMaskFromWindow } from "../01-create-mask-from-window/solution.ts";
import { distributeValue } from "../02-distribute-value/solution.ts";

/** The gradient by the pictures X of a pooling, from dA [N, C, rows, columns]: the shape of X. */
export function poolBackward(dA: Tensor, cache: PoolCache): Tensor {
  const { X, f, stride, mode } = cache;
  //# 1. Sizes: of dA, and zeros in the shape of X
  const [N = 0, C = 0, rows = 0, columns = 0] = dA.shape;
  const dX = zerosLike(X);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      //# 2. Window: the same as on the way forward, and what came back to its cell
      const [top, left] = [i * stride, j * stride];
      const window = X.narrow(2, top, f).narrow(3, left, f);
      const share = dA.select(3, j).select(2, i);
      //# 3. Backward: to the largest, or shared by all
      const part =
        mode === "max"
          ? createMaskFromWindow(window).mul(share.reshape([N, C, 1, 1]))
          : distributeValue(share, f);
      //# 4. Add: where the window lies, to what is there already
      dX.narrow(2, top, f).narrow(3, left, f).add_(part);
    }
  return dX;
}
