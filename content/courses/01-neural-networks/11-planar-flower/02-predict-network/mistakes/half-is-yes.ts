// caught by: says 0 for exactly one half
// misconception: one half counts as yes
import type { Tensor } from "gradus";
import type { NetworkParameters } from "../../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import { forwardPropagation } from "../../../09-one-hidden-layer/03-forward-propagation/solution.ts";

/** 1 where the network's answer is above one half, else 0: shape [m, 1]. */
export function predictNetwork(parameters: NetworkParameters, X: Tensor): Tensor {
  return forwardPropagation(X, parameters).A2.ge(0.5).float();
}
