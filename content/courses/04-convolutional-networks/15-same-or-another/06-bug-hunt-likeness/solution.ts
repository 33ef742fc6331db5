import { eye, type Tensor } from "gradus";

/** The squared distance of every row of A [m, d] to every row of P [m, d]: [m, m]. */
function squaredDistances(A: Tensor, P: Tensor): Tensor {
  return A.unsqueeze(1).sub(P.unsqueeze(0)).square().sum(2);
}

/** The mean triplet loss of a batch, each anchor with the nearest other symbol as its negative: shape []. */
export function batchCost(A: Tensor, P: Tensor, margin: number): Tensor {
  const distances = squaredDistances(A, P);
  const near = distances.diagonal();
  const others = distances.add(eye(A.size(0)).mul(1e6));
  const far = others.amin(1);
  return near.sub(far).add(margin).clamp(0).mean();
}

/** The distance in the middle between the mean of the same symbols and the mean of the others. */
export async function chooseThreshold(A: Tensor, P: Tensor): Promise<number> {
  const distances = squaredDistances(A, P).clamp(0).sqrt();
  const m = A.size(0);
  const same = await distances.diagonal().mean().item();
  const sum = await distances.sum().item();
  const others = (sum - m * same) / (m * (m - 1));
  return (same + others) / 2;
}

/** Whether the door opens for an embedding [d], for somebody whose embedding [d] is known. */
export async function opens(embedding: Tensor, known: Tensor, threshold: number): Promise<boolean> {
  const distance = await embedding.sub(known).square().sum().sqrt().item();
  return distance < threshold;
}
