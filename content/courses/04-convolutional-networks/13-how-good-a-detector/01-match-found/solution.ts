import { type Box, iou } from "../../11-boxes/02-iou/solution.ts";

export interface Scored {
  readonly score: number;
  readonly box: Box;
}

export interface Judged {
  score: number;
  hit: boolean;
}

/** Whether each box, the largest score first, has found a thing that no better box had. */
export function matchFound(
  found: readonly Scored[],
  things: readonly Box[],
  least: number,
): Judged[] {
  const taken = new Set<Box>(); //# given
  //# 1. Largest: the boxes by their scores, the largest first
  const ordered = found.toSorted((a, b) => b.score - a.score);
  return ordered.map(({ score, box }) => {
    //# 2. Overlap: with the best of the things that are still free
    const free = things.filter((t) => !taken.has(t));
    const best = free.toSorted((a, b) => iou(b, box) - iou(a, box))[0];
    //# 3. Compare: it is a hit where the overlap is large enough
    const hit = best !== undefined && iou(best, box) >= least;
    if (hit) taken.add(best);
    return { score, hit };
  });
}
