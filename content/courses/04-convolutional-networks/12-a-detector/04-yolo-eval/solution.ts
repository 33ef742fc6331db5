import { cat, type Tensor } from "gradus";
import { type Found, nonMaxSuppression } from "../../11-boxes/05-non-max-suppression/solution.ts";
import type { Grid } from "../02-encode-targets/solution.ts";

export interface Limits {
  /** The least score. */
  least: number;
  /** The largest overlap of two boxes of one kind. */
  overlap: number;
}

/** What a detector's output [N, anchors, 5 + kinds, size, size] says is in each scene. */
export async function yoloEval(
  output: Tensor,
  { size, cell, anchors, kinds }: Grid,
  { least, overlap }: Limits,
): Promise<Found[][]> {
  //# 1. Activation: sigmoid for confidence and middle, a power of e for the size, softmax for the kinds
  const sureAndMiddle = output.narrow(2, 0, 3).sigmoid();
  const extent = output.narrow(2, 3, 2).exp();
  const probabilities = output.narrow(2, 5, kinds).softmax(2);
  const all = await cat([sureAndMiddle, extent, probabilities], 2).toArray(); //# given
  return (all as number[][][][][]).map((scene) => {
    const found: Found[] = []; //# given
    //# 2. Loop: over anchors, rows and columns
    for (const [a, [w, h]] of anchors.entries())
      for (let row = 0; row < size; row++)
        for (let column = 0; column < size; column++) {
          const numbers = scene[a]?.map((map) => map[row]?.[column] ?? 0) ?? []; //# given
          const [sure = 0, mx = 0, my = 0, ex = 0, ey = 0, ...ofKinds] = numbers; //# given
          //# 3. Score: confidence times the largest probability
          const largest = Math.max(...ofKinds);
          const score = sure * largest;
          if (score < least) continue;
          //# 4. Box: middle and size in pixels, then the corners
          const [x, y] = [(column + mx) * cell, (row + my) * cell];
          const [across, down] = [(w * ex) / 2, (h * ey) / 2];
          const box = [x - across, y - down, x + across, y + down] as const;
          found.push({ kind: ofKinds.indexOf(largest), score, box });
        }
    //# 5. Select: one box for each thing
    return nonMaxSuppression(found, overlap);
  });
}
