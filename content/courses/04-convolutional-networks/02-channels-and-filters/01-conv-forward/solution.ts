import { stack, type Tensor } from "gradus";
import { outputSize } from "../../01-edges-and-windows/01-output-size/solution.ts";
import { zeroPad } from "../../01-edges-and-windows/02-zero-pad/solution.ts";

/** How a layer's windows lie: how far they move on, and how many zeros are around the pictures. */
export interface ConvOptions {
  stride: number;
  pad: number;
}

/** What the way back needs of the way forward: pictures [N, C, H, W], filters [K, C, f, f], and how the windows lay. */
export interface ConvCache extends ConvOptions {
  X: Tensor;
  W: Tensor;
}

/** Feature maps Z [N, K, rows, columns] of pictures X [N, C, H, W], from filters W [K, C, f, f] with biases b [K]. */
export function convForward(
  X: Tensor,
  W: Tensor,
  b: Tensor,
  { stride, pad }: ConvOptions,
): { Z: Tensor; cache: ConvCache } {
  //# 1. Sizes: pictures, filters, and the rows and columns that come out
  const [N, K, f] = [X.size(0), W.size(0), W.size(2)];
  const rows = outputSize(X.size(2), f, stride, pad);
  const columns = outputSize(X.size(3), f, stride, pad);
  //# 2. Pad: zeros around every picture
  const padded = zeroPad(X, pad);
  //# 3. Window: cut it out for each cell, of all pictures at once
  const cells: Tensor[] = [];
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const window = padded.narrow(2, i * stride, f).narrow(3, j * stride, f);
      //# 4. Filter: window times every filter, added up, plus the bias
      cells.push(window.unsqueeze(1).mul(W).sum([2, 3, 4]).add(b));
    }
  //# 5. Keep: what the way back needs
  const Z = stack(cells, 2).reshape([N, K, rows, columns]);
  return { Z, cache: { X, W, stride, pad } };
}
