import { sub, type Tensor } from "gradus";

/** Uniform numbers u in 0..1, on a log scale from low to high. */
export function sampleLog(u: Tensor, low: number, high: number): Tensor {
  //# 1. Divide: the factor that leads from low to high.
  const factor = high / low;
  //# 2. Power: that factor to the power u, times low: e to the power u·ln(factor) is the same.
  return u.mul(Math.log(factor)).exp().mul(low);
}

/** Uniform numbers u in 0..1 as β from low to high, with 1 − β on a log scale. */
export function sampleBeta(u: Tensor, low: number, high: number): Tensor {
  //# 3. Difference: sample the distance to 1, and subtract it from 1.
  return sub(1, sampleLog(u, 1 - low, 1 - high));
}
