import { notDone } from "@gradus/exercise";
import type { nn, Tensor } from "gradus";

export interface TrainOptions {
  learningRate: number;
  iterations: number;
  /** Told the cost of each step as it comes. */
  report?: (point: { step: number; loss: number }) => void;
}

/** Linear layers of these sizes with ReLU between them; the last gives sums, not answers. */
export function deepNetwork(sizes: readonly number[]): nn.Sequential {
  return notDone("deepNetwork");
}

/** Trains the network in place; the cost before each step. */
export async function trainDeep(
  network: nn.Sequential,
  X: Tensor,
  Y: Tensor,
  options: TrainOptions,
): Promise<number[]> {
  return notDone("trainDeep");
}
