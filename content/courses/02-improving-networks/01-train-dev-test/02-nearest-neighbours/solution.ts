import type { Tensor } from "gradus";

/** The vote of the k nearest of the points X [m, inputs] with classes Y [m, 1], for each row of x: [n, 1]. */
export function nearestNeighbours(X: Tensor, Y: Tensor, x: Tensor, k: number): Tensor {
  const n = x.size(0);
  const distances = x.unsqueeze(1).sub(X.unsqueeze(0)).square().sum(2);
  const nearest = distances.topk(k, 1, { largest: false }).indices;
  const votes = Y.reshape([-1])
    .indexSelect(0, nearest.reshape([-1]))
    .reshape([n, k]);
  return votes.mean(1, { keepdim: true }).gt(0.5).float();
}
