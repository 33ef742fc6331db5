import { cat, type Tensor, zeros } from "gradus";

/** X [N, C, H, W] with pad rows and columns of zeros on every side: [N, C, H + 2·pad, W + 2·pad]. */
export function zeroPad(X: Tensor, pad: number): Tensor {
  //# 1. Sizes: pictures, channels, rows and columns
  const [N = 0, C = 0, H = 0, W = 0] = X.shape;
  //# 2. Pad: zeros left and right of every row
  const side = zeros([N, C, H, pad]);
  const wide = cat([side, X, side], 3);
  //# 3. Pad: zeros above and below, as long as the rows are now
  const strip = zeros([N, C, pad, W + 2 * pad]);
  return cat([strip, wide, strip], 2);
}
