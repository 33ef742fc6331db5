import type { Tensor } from "gradus";

/** What batch norm remembers of the batches it has seen: [units] each. */
export interface Running {
  mean: Tensor;
  variance: Tensor;
}

/** The remembered statistics, moved by a share of `momentum` towards those of Z [m, units]. */
export function moveRunning(running: Running, Z: Tensor, momentum: number): Running {
  const keep = 1 - momentum;
  return {
    mean: running.mean.mul(keep).add(Z.mean(0).mul(momentum)),
    variance: running.variance.mul(keep).add(Z.var(0).mul(momentum)),
  };
}

/** Batch norm when it answers: Z [m, units] by the remembered statistics. */
export function batchNormInference(
  Z: Tensor,
  gamma: Tensor,
  beta: Tensor,
  running: Running,
  eps: number,
): Tensor {
  const normed = Z.sub(running.mean).div(running.variance.add(eps).sqrt());
  return normed.mul(gamma).add(beta);
}
