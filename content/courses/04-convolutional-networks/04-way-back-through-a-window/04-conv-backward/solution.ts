import { type Tensor, zerosLike } from "gradus";
import { zeroPad } from "../../01-edges-and-windows/02-zero-pad/solution.ts";
import type { ConvCache } from "../../02-channels-and-filters/01-conv-forward/solution.ts";

/** The gradients by pictures, filters and biases of a layer of filters, from dZ [N, K, rows, columns]. */
export function convBackward(dZ: Tensor, cache: ConvCache): { dX: Tensor; dW: Tensor; db: Tensor } {
  const { X, W, stride, pad } = cache;
  //# 1. Sizes: of dZ and of a window
  const [N = 0, K = 0, rows = 0, columns = 0] = dZ.shape;
  const f = W.size(2);
  //# 2. Pad: as on the way forward, with zeros for what comes back
  const padded = zeroPad(X, pad);
  const dPadded = zerosLike(padded);
  let dW = zerosLike(W);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      //# 3. Window: the same as on the way forward, and what came back to its cell
      const [top, left] = [i * stride, j * stride];
      const window = padded.narrow(2, top, f).narrow(3, left, f);
      const d = dZ.select(3, j).select(2, i).reshape([N, K, 1, 1, 1]);
      //# 4. Gradient: a weight's slope is the pixel under it, a pixel's the weight above it
      dW = dW.add(d.mul(window.unsqueeze(1)).sum(0));
      dPadded.narrow(2, top, f).narrow(3, left, f).add_(d.mul(W).sum(1));
    }
  //# 5. Select: without the border, and for each filter the sum of its cells
  const dX = dPadded.narrow(2, pad, X.size(2)).narrow(3, pad, X.size(3));
  return { dX, dW, db: dZ.sum([0, 2, 3]) };
}
