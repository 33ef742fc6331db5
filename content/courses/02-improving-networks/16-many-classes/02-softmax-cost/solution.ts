import type { Tensor } from "gradus";

/** The mean cross-entropy of scores Z [m, classes] against Y [m, classes], rows with a single 1: shape []. */
export function softmaxCost(Z: Tensor, Y: Tensor): Tensor {
  const shifted = Z.sub(Z.amax(1, { keepdim: true }));
  const logs = shifted.sub(shifted.exp().sum(1, { keepdim: true }).log());
  return Y.mul(logs).sum(1).mean().neg();
}
