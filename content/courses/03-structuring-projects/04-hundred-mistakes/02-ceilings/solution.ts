import type { Tensor } from "gradus";

/** The error left if all mistakes with a tag were mended, for the counts [tags] among the mistakes looked at. */
export function ceilings(error: number, counts: Tensor, looked: number): Tensor {
  //# 1. Divide: which share of the mistakes has the tag
  const shares = counts.div(looked);
  //# 2. Multiply: how much of the error that is
  const gains = shares.mul(error);
  //# 3. Difference: what is left of the error
  return gains.neg().add(error);
}
