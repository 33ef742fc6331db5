import type { Tensor } from "gradus";

/** The mean cost of triplets: anchors A, positives P and negatives N, [m, d] each. Shape []. */
export function tripletLoss(A: Tensor, P: Tensor, N: Tensor, margin: number): Tensor {
  //# 1. Difference: squared distances from the anchors to their positives, [m]
  const near = A.sub(P).square().sum(1);
  //# 2. Difference: squared distances from the anchors to their negatives, [m]
  const far = A.sub(N).square().sum(1);
  //# 3. Cost: what is missing to the margin, at least 0, averaged
  return near.sub(far).add(margin).clamp(0).mean();
}
