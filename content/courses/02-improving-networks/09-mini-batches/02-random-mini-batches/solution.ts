import type { Tensor } from "gradus";
import type { DataSet } from "../../01-train-dev-test/01-split-data/solution.ts";

/** The rows of X [m, inputs] and Y [m, 1] in the order [m] given, in batches of `size`; the last one may be shorter. */
export function randomMiniBatches(X: Tensor, Y: Tensor, size: number, order: Tensor): DataSet[] {
  //# 1. Sizes: how many rows there are.
  const m = X.size(0);
  const batches: DataSet[] = []; //# given
  //# 2. Loop: through the order, in jumps of the batch size.
  for (let from = 0; from < m; from += size) {
    //# 3. Batch: the next row numbers, as many as there are.
    const rows = order.narrow(0, from, Math.min(size, m - from));
    //# 4. Select: these rows of X, and the same rows of Y.
    batches.push({ X: X.indexSelect(0, rows), Y: Y.indexSelect(0, rows) });
  }
  return batches;
}
