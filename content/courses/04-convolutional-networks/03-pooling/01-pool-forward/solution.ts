import { stack, type Tensor } from "gradus";
import { outputSize } from "../../01-edges-and-windows/01-output-size/solution.ts";

/** A pooling's window, how far it moves on, and which number it gives. */
export interface PoolOptions {
  f: number;
  stride: number;
  mode: "max" | "average";
}

/** What the way back needs: the pictures [N, C, H, W], and how they were pooled. */
export interface PoolCache extends PoolOptions {
  X: Tensor;
}

/** The largest number or the mean of each window of X [N, C, H, W]: A [N, C, rows, columns]. */
export function poolForward(
  X: Tensor,
  { f, stride, mode }: PoolOptions,
): { A: Tensor; cache: PoolCache } {
  //# 1. Sizes: pictures, channels, and the rows and columns that come out
  const [N, C] = [X.size(0), X.size(1)];
  const rows = outputSize(X.size(2), f, stride, 0);
  const columns = outputSize(X.size(3), f, stride, 0);
  //# 2. Window: cut it out for each cell, of all pictures and channels at once
  const cells: Tensor[] = [];
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const window = X.narrow(2, i * stride, f).narrow(3, j * stride, f);
      //# 3. Pool: its largest number, or its mean
      cells.push(mode === "max" ? window.amax([2, 3]) : window.mean([2, 3]));
    }
  //# 4. Keep: what the way back needs
  const A = stack(cells, 2).reshape([N, C, rows, columns]);
  return { A, cache: { X, f, stride, mode } };
}
