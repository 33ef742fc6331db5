import { notDone } from "@gradus/exercise";
import type { NetworkParameters } from "../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import type { NetworkGrads } from "../01-backward-propagation/solution.ts";

/** New parameters, a step of gradient descent further. */
export function updateParameters(
  parameters: NetworkParameters,
  grads: NetworkGrads,
  learningRate: number,
): NetworkParameters {
  return notDone("updateParameters");
}
