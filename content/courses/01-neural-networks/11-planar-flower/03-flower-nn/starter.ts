import { notDone } from "@gradus/exercise";
import type { nn, Tensor } from "gradus";

/** A network with one hidden layer, trained by the library; `costs` has the cost before each step. */
export async function flowerNn(
  X: Tensor,
  Y: Tensor,
  hidden: number,
  options: { iterations: number; learningRate: number },
): Promise<{ model: nn.Sequential; costs: number[] }> {
  return notDone("flowerNn");
}
