import type { Tensor } from "gradus";
import type { BatchNormCache } from "../01-batch-norm-forward/solution.ts";

/** The gradients by Z [m, units], gamma and beta [units] from dOut [m, units]. */
export function batchNormBackward(
  dOut: Tensor,
  cache: BatchNormCache,
): { dZ: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const { normed, spread, gamma } = cache;
  const g = dOut.mul(gamma);
  const along = normed.mul(g.mul(normed).mean(0));
  const dZ = g.sub(g.mean(0)).sub(along).div(spread);
  return { dZ, dgamma: dOut.mul(normed).sum(0), dbeta: dOut.sum(0) };
}
