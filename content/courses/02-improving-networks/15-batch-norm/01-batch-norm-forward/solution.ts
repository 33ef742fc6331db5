import type { Tensor } from "gradus";

/** What the way back needs: the normalised sums [m, units], what they were divided by, and gamma [units]. */
export interface BatchNormCache {
  normed: Tensor;
  spread: Tensor;
  gamma: Tensor;
}

/** Batch norm in training: each column of Z [m, units] with mean 0 and spread 1, then times gamma, plus beta. */
export function batchNormForward(
  Z: Tensor,
  gamma: Tensor,
  beta: Tensor,
  eps: number,
): { out: Tensor; cache: BatchNormCache } {
  //# 1. Normalise: take off each column's mean, divide by the root of its variance plus eps.
  const centred = Z.sub(Z.mean(0));
  const spread = centred.square().mean(0).add(eps).sqrt();
  const normed = centred.div(spread);
  //# 2. Rescale: times gamma, plus beta.
  const out = normed.mul(gamma).add(beta);
  //# 3. Keep: what the way back needs.
  return { out, cache: { normed, spread, gamma } };
}
