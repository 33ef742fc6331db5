import type { Tensor } from "gradus";

/** The gaps [projects, 4] between five errors in a row, [projects, 5], and the column of the largest, [projects]. */
export function fourGaps(errors: Tensor): { gaps: Tensor; largest: Tensor } {
  //# 1. Difference: each error minus the one before it
  const gaps = errors.narrow(1, 1, 4).sub(errors.narrow(1, 0, 4));
  //# 2. Largest: where it is, in each row
  const largest = gaps.argmax(1);
  return { gaps, largest }; //# given
}
